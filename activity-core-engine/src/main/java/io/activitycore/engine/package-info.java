/**
 * What a host touches: {@link io.activitycore.engine.ActivityCore} and its builder, the in-memory
 * broker and store, the simulator. Rule: thin; the stages are in {@code internal}, in the order in
 * which an event passes: intake, route (with filter), dispatch, run (with plan, graph, task),
 * outbox.
 */
@NullMarked
package io.activitycore.engine;

import org.jspecify.annotations.NullMarked;
