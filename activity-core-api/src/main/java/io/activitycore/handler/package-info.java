/**
 * What the host writes: annotated methods, and what they are given. Rule: nothing here knows
 * Temporal; a handler can be called in a plain unit test.
 */
@NullMarked
package io.activitycore.handler;

import org.jspecify.annotations.NullMarked;
