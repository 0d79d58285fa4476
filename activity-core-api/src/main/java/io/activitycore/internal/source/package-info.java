/** What the adapters' sources have in common. Rule: knows no broker and no model type. */
@NullMarked
package io.activitycore.internal.source;

import org.jspecify.annotations.NullMarked;
