/** Not for use outside this library: it may change without notice. Rule: knows no model type. */
@NullMarked
package io.activitycore.internal;

import org.jspecify.annotations.NullMarked;
