/**
 * The walk over a plan, as a plain state machine: settlements in, effects out. Rule: graph is pure;
 * no Temporal type, I/O, clock, randomness or thread, so that the workflow, the simulator and the
 * tests drive the very same code, and a replay gives the same effects.
 */
@NullMarked
package io.activitycore.engine.internal.graph;

import org.jspecify.annotations.NullMarked;
