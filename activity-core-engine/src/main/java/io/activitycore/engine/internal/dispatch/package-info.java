/** How an event or a tick becomes a run. Rule: start, then record, then acknowledge. */
@NullMarked
package io.activitycore.engine.internal.dispatch;

import org.jspecify.annotations.NullMarked;
