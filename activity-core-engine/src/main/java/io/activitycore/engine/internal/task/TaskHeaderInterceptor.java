package io.activitycore.engine.internal.task;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;

/** Puts a {@link TaskHeaderReader} before every Temporal activity of a worker. */
public class TaskHeaderInterceptor extends WorkerInterceptorBase {

  /** Without state. */
  public TaskHeaderInterceptor() {}

  @Override
  public final ActivityInboundCallsInterceptor interceptActivity(
      ActivityInboundCallsInterceptor next) {
    return new TaskHeaderReader(next);
  }
}
