package io.activitycore.engine;

import io.activitycore.engine.internal.task.TaskHeaderInterceptor;

/**
 * Hands the header of a task to its handler. The core's own workers have it; a host that brings its
 * own {@code WorkerFactory} to {@link ActivityCore#attachTo} adds it to the factory's options.
 */
public final class ActivityCoreInterceptor extends TaskHeaderInterceptor {

  /** Without state. */
  public ActivityCoreInterceptor() {}
}
