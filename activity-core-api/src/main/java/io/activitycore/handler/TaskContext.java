package io.activitycore.handler;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a running task may know and say. Valid during the call of its handler, on any thread. */
public interface TaskContext {

  /**
   * The idempotency key: the same for every attempt of this node in this run, and for nothing else.
   * Hand it to the service that the task calls.
   */
  String taskInstanceId();

  /** The activity that runs. */
  String activityId();

  /** The run: Temporal's workflow id. */
  String workflowId();

  /** The node, as in the definition. */
  String node();

  /** Which attempt this is, from 1. */
  int attempt();

  /** The trace id that the event brought. */
  Optional<String> traceId();

  /**
   * Says that the task is alive, and learns whether it still should be.
   *
   * @param details progress that the next attempt can read; may be null
   * @throws TaskCancelledException when the run was cancelled or the attempt timed out: clean up
   *     and leave
   */
  void heartbeat(@Nullable Object details);

  /** The details of the last heartbeat of the attempt before. */
  <T> Optional<T> lastHeartbeat(Class<T> type);

  /** Whether a heartbeat has been answered with a cancellation. */
  boolean isCancelled();

  /**
   * The transaction in which this task's result is recorded; costs nothing until it is used.
   *
   * @throws UnsupportedOperationException outside a host
   */
  default TaskTransaction transaction() {
    throw new UnsupportedOperationException(getClass().getName() + " has no transaction");
  }
}
