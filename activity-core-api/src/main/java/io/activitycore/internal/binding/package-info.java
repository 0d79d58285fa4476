/**
 * Trees to records and back, by {@link io.activitycore.internal.RecordShape} and the annotations on
 * the components. Rule: every problem of a tree is found in one reading, each once, at the value's
 * own pointer. Jackson's databind stops at the first one and names no pointer for what a
 * constructor refuses; that is why this is ours.
 */
@NullMarked
package io.activitycore.internal.binding;

import org.jspecify.annotations.NullMarked;
