package io.activitycore.engine.internal.task;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one task's header. Temporal's own means for it: a propagator set on the options of one
 * Temporal activity, so that the host's client needs none.
 */
public final class TaskHeaderPropagator implements ContextPropagator {

  private final TaskHeader.Brief header;

  /** For one task of a workflow. */
  public TaskHeaderPropagator(TaskHeader header, String workflowId) {
    this.header = header.in(workflowId);
  }

  @Override
  public String getName() {
    return TaskHeader.KEY;
  }

  @Override
  public Object getCurrentContext() {
    return header;
  }

  @Override
  public Map<String, Payload> serializeContext(Object context) {
    return DefaultDataConverter.STANDARD_INSTANCE
        .toPayload(context)
        .map(payload -> Map.of(TaskHeader.KEY, payload))
        .orElseThrow();
  }

  @Override
  public @Nullable Object deserializeContext(Map<String, Payload> context) {
    return null;
  }

  @Override
  public void setCurrentContext(@Nullable Object context) {
    // Only ever written: workers read the header through ActivityCoreInterceptor.
  }
}
