package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.handler.Pending;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.handler.TaskTransaction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The transaction of one attempt. Thread-safe. */
final class RecordedTask implements TaskTransaction {

  private final TaskRecorder recorder;
  private final TaskRecorder.Task task;
  private final Handler handler;
  private final TaskContext context;
  private final AtomicBoolean used = new AtomicBoolean();
  private final AtomicReference<@Nullable JsonNode> recorded = new AtomicReference<>();

  RecordedTask(
      TaskRecorder recorder, TaskRecorder.Task task, Handler handler, TaskContext context) {
    this.recorder = recorder;
    this.task = task;
    this.handler = handler;
    this.context = context;
  }

  /** What the task's result is by now; null when nothing was recorded. */
  @Nullable JsonNode result() {
    return recorded.get();
  }

  @Override
  public <C, R> R call(Class<C> resource, Class<R> result, Work<C, R> work) throws Exception {
    AtomicReference<@Nullable R> given = new AtomicReference<>();
    JsonNode json =
        record(
            resource,
            with -> {
              R value = work.apply(with);
              given.set(value);
              return outgoing(value);
            });
    R now = given.get();
    return now == null ? read(json, result) : now;
  }

  @Override
  public <C> void run(Class<C> resource, Action<C> action) throws Exception {
    record(
        resource,
        with -> {
          action.accept(with);
          return JsonNodeFactory.instance.objectNode();
        });
  }

  private <C> JsonNode record(Class<C> resource, Work<C, JsonNode> work) throws Exception {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException(
          task.type() + " asked for its transaction twice: an attempt has one");
    }
    JsonNode result;
    try {
      result =
          recorder
              .record(task, resource, work)
              .orElseThrow(
                  () ->
                      new TaskFailedException(
                          "run_over", task.workflowId() + " has ended: nothing was written"));
    } catch (UnsupportedOperationException e) {
      throw new TaskFailedException("no_transaction", task.type() + ": " + e.getMessage(), e);
    }
    recorded.set(result);
    return result;
  }

  private JsonNode outgoing(@Nullable Object value) throws Exception {
    JsonNode result = value == null ? null : HandlerJson.MAPPER.valueToTree(value);
    if (result == null || result.isNull() || result.has(Pending.MEMBER)) {
      throw new TaskFailedException(
          "invalid_result",
          task.type() + ": a transaction records a result that is there: neither null nor pending");
    }
    return handler.outgoing(result, context);
  }

  private <R> R read(JsonNode json, Class<R> type) {
    try {
      return HandlerJson.MAPPER.treeToValue(handler.incoming(json), type);
    } catch (JsonProcessingException e) {
      throw new TaskFailedException(
          "invalid_result",
          task.type() + ": what was recorded cannot be read as " + type.getName(),
          e);
    }
  }
}
