/**
 * Step 2: which definitions an event starts, and why the others not. Rule: pure; the whole set is
 * one immutable value, swapped as a whole.
 */
@NullMarked
package io.activitycore.engine.internal.route;

import org.jspecify.annotations.NullMarked;
