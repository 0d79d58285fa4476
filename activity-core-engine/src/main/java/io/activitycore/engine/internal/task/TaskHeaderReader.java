package io.activitycore.engine.internal.task;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header before the handler is called. A Temporal activity runs on one thread, so a
 * thread local carries it.
 */
public final class TaskHeaderReader extends ActivityInboundCallsInterceptorBase {

  private static final ThreadLocal<@Nullable TaskHeader> CURRENT = new ThreadLocal<>();

  private String workflowId = "";

  /** Wraps the next interceptor. */
  public TaskHeaderReader(ActivityInboundCallsInterceptor next) {
    super(next);
  }

  @Override
  public void init(ActivityExecutionContext context) {
    workflowId = context.getInfo().getWorkflowId();
    super.init(context);
  }

  @Override
  public ActivityOutput execute(ActivityInput input) {
    Payload payload = input.getHeader().getValues().get(TaskHeader.KEY);
    if (payload == null) {
      return super.execute(input);
    }
    CURRENT.set(
        DefaultDataConverter.STANDARD_INSTANCE
            .fromPayload(payload, TaskHeader.Brief.class, TaskHeader.Brief.class)
            .of(workflowId));
    try {
      return super.execute(input);
    } finally {
      CURRENT.remove();
    }
  }

  static Optional<TaskHeader> current() {
    return Optional.ofNullable(CURRENT.get());
  }
}
