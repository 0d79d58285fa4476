/**
 * What a run will do: definitions are checked here, and compiled to the {@link
 * io.activitycore.engine.internal.plan.Plan} that a run follows. Rule: plan is pure; no I/O, clock
 * or randomness, and no Temporal type.
 */
@NullMarked
package io.activitycore.engine.internal.plan;

import org.jspecify.annotations.NullMarked;
