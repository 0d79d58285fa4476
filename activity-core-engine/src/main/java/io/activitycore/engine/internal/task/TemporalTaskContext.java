package io.activitycore.engine.internal.task;

import io.activitycore.handler.TaskCancelledException;
import io.activitycore.handler.TaskContext;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task context over a running Temporal activity. */
final class TemporalTaskContext implements TaskContext {

  private final ActivityExecutionContext temporal;
  private final TaskHeader header;
  private final RecordedTask transaction;
  private volatile boolean cancelled;

  TemporalTaskContext(
      ActivityExecutionContext temporal,
      TaskRecorder.Task task,
      TaskRecorder recorder,
      Handler handler) {
    this.temporal = temporal;
    this.header = task.header();
    this.transaction = new RecordedTask(recorder, task, handler, this);
  }

  @Override
  public String taskInstanceId() {
    return header.taskInstanceId();
  }

  @Override
  public String activityId() {
    return header.activityId();
  }

  @Override
  public String workflowId() {
    return temporal.getInfo().getWorkflowId();
  }

  @Override
  public String node() {
    return header.node();
  }

  @Override
  public int attempt() {
    return temporal.getInfo().getAttempt();
  }

  @Override
  public Optional<String> traceId() {
    return Optional.ofNullable(header.trace());
  }

  /** The node's own limit of its result, in bytes. */
  Optional<Integer> resultLimit() {
    return Optional.ofNullable(header.resultLimit());
  }

  @Override
  public void heartbeat(@Nullable Object details) {
    try {
      temporal.heartbeat(details);
    } catch (ActivityCompletionException e) {
      cancelled = true;
      throw new TaskCancelledException(header.taskInstanceId() + " should no longer run", e);
    }
  }

  @Override
  public <T> Optional<T> lastHeartbeat(Class<T> type) {
    return temporal.getLastHeartbeatDetails(type);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public RecordedTask transaction() {
    return transaction;
  }
}
