package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.JsonObject;
import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.ExactlyOne;
import io.activitycore.internal.GoesWith;
import io.activitycore.internal.Together;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A node of the graph. It has exactly one kind: the one of {@code task, condition, set, wait, emit,
 * human, run, wait_for_event, end} that is present. The options of a task go with {@code task}
 * only.
 *
 * @param id its name in expressions and edges
 * @param task task type of the handler that does it
 * @param condition CEL that gives a boolean
 * @param set names to templates; the result is that map
 * @param waitFor a timer
 * @param emit an event to publish
 * @param human something a person decides
 * @param run another activity to run
 * @param waitForEvent an event to wait for
 * @param end the end of the run
 * @param input a task's input; default {@code {}}
 * @param retry a task's; default {@link Retry#DEFAULT}
 * @param timeouts a task's; default {@link Timeouts#DEFAULT}
 * @param taskQueue a task's; default: the definition's
 * @param priority a task's Temporal priority, 1 (first) to 5; default 3
 * @param resultLimit the largest result of a task, in bytes of JSON; default: the host's
 * @param compensate how a task is undone
 * @param forEach CEL that gives a list; the task is done for each element, the result is the list
 *     in input order
 * @param as the element's name in the task's input; required with {@code for_each}
 * @param maxConcurrency elements in work at once; default 100
 * @param onError what its failure does to the run; default {@link OnError#FAIL}
 */
@ExactlyOne({"task", "condition", "set", "wait", "emit", "human", "run", "wait_for_event", "end"})
@Together({"for_each", "as"})
public record Node(
    @NotNull @NodeName String id,
    @Filled @Nullable String task,
    @Filled @Nullable String condition,
    @JsonObject @Nullable JsonNode set,
    @JsonProperty("wait") @Nullable Wait waitFor,
    @Nullable Emit emit,
    @Nullable Human human,
    @Nullable RunActivityNode run,
    @Nullable WaitForEvent waitForEvent,
    @Nullable End end,
    @GoesWith("task") @Nullable JsonNode input,
    @GoesWith("task") @Nullable Retry retry,
    @GoesWith("task") @Nullable Timeouts timeouts,
    @GoesWith("task") @Filled @Nullable String taskQueue,
    @GoesWith("task") @Min(1) @Max(5) @Nullable Integer priority,
    @GoesWith("task") @Min(1) @Max(Node.MOST_RESULT_BYTES) @Nullable Integer resultLimit,
    @GoesWith("task") @Nullable Compensation compensate,
    @GoesWith("task") @Filled @Nullable String forEach,
    @NodeName @Nullable String as,
    @GoesWith("for_each") @Min(1) @Nullable Integer maxConcurrency,
    @Nullable OnError onError) {

  /** Elements of a {@code for_each} in work at once, unless the node says otherwise. */
  public static final int DEFAULT_MAX_CONCURRENCY = 100;

  /** The largest limit of a result that can be given: half of what Temporal takes, 2 MiB. */
  public static final int MOST_RESULT_BYTES = 1_048_576;

  /** Checks and copies. */
  public Node {
    set = Copies.jsonOrNull(set);
    input = Copies.jsonOrNull(input);
    Constraints.check(
        Node.class,
        id,
        task,
        condition,
        set,
        waitFor,
        emit,
        human,
        run,
        waitForEvent,
        end,
        input,
        retry,
        timeouts,
        taskQueue,
        priority,
        resultLimit,
        compensate,
        forEach,
        as,
        maxConcurrency,
        onError);
  }

  /** Its kind, as written in a definition. */
  public String kind() {
    @Nullable Object[] values = {
      task, condition, set, waitFor, emit, human, run, waitForEvent, end
    };
    int kind = 0;
    while (values[kind] == null) {
      kind++;
    }
    return Node.class.getAnnotation(ExactlyOne.class).value()[kind];
  }

  /** Starts a task node. */
  public static TaskNodeBuilder task(String id, String taskType) {
    return new TaskNodeBuilder(id, taskType);
  }

  /** A condition node. */
  public static Node condition(String id, String expression) {
    return new Node(
        id,
        null,
        expression,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** A node that asks a person. */
  public static Node human(String id, Human human) {
    return human(id, human, OnError.FAIL);
  }

  /** A node that asks a person, and what becomes of the run when nobody answers in time. */
  public static Node human(String id, Human human, OnError onError) {
    return new Node(
        id, null, null, null, null, null, human, null, null, null, null, null, null, null, null,
        null, null, null, null, null, onError);
  }

  /** A node whose result is the rendered map. */
  public static Node set(String id, JsonNode templates) {
    return new Node(
        id, null, null, templates, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null);
  }
}
