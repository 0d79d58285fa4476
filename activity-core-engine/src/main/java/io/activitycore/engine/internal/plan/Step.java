package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Plan}, by kind. Expressions and templates are kept as text. Unlike the
 * definition's records these check nothing: what was planned once must stay readable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Step.Task.class, name = "task"),
  @JsonSubTypes.Type(value = Step.Condition.class, name = "condition"),
  @JsonSubTypes.Type(value = Step.Assign.class, name = "set"),
  @JsonSubTypes.Type(value = Step.Pause.class, name = "wait"),
  @JsonSubTypes.Type(value = Step.Emission.class, name = "emit"),
  @JsonSubTypes.Type(value = Step.Person.class, name = "human"),
  @JsonSubTypes.Type(value = Step.Child.class, name = "run"),
  @JsonSubTypes.Type(value = Step.EventWait.class, name = "wait_for_event"),
  @JsonSubTypes.Type(value = Step.Stop.class, name = "end")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Step {

  /** Its name in the graph. */
  String id();

  /** What its failure does. */
  OnFailure onError();

  /** Whether it stands in no definition, and so in no account of a run. */
  default boolean hidden() {
    return false;
  }

  /** What a failure does to the run. A route's target is the node's edge of that type. */
  enum OnFailure {
    /** The run fails. */
    @JsonProperty("fail")
    FAIL,
    /** The run goes on as if the node had given {@code {}}. */
    @JsonProperty("continue")
    CONTINUE,
    /** The run goes on along the route and {@code always} edges. */
    @JsonProperty("route")
    ROUTE
  }

  /**
   * Work for a task handler.
   *
   * @param input templates
   * @param queue null: the plan's
   * @param priority Temporal's, 1 (first) to 5; null: none given
   * @param resultLimit in bytes of JSON; null: the host's
   * @param compensate how it is undone, if it can be
   * @param forEach null: done once
   */
  record Task(
      String id,
      String task,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) JsonNode input,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) Retry retry,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) Timeouts timeouts,
      @JsonProperty("task_queue") @Nullable String queue,
      @Nullable Integer priority,
      @Nullable Integer resultLimit,
      @Nullable Undo compensate,
      @Nullable ForEach forEach,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) OnFailure onError)
      implements Step {

    /** What is usual stands in no plan. */
    public Task {
      input = Objects.requireNonNullElseGet(input, JsonNodeFactory.instance::objectNode);
      retry = Objects.requireNonNullElse(retry, Usual.RETRY);
      timeouts = Objects.requireNonNullElse(timeouts, Usual.TIMEOUTS);
      onError = Objects.requireNonNullElse(onError, Usual.ON_FAILURE);
    }
  }

  /** An expression that gives a boolean. */
  record Condition(String id, String condition, boolean hidden, OnFailure onError)
      implements Step {}

  /** Templates by name; the result is the rendered map. */
  record Assign(String id, JsonNode values, OnFailure onError) implements Step {}

  /** A timer; exactly one of the two, each with templates. */
  record Pause(
      String id,
      @JsonProperty("for") @Nullable String duration,
      @Nullable String until,
      OnFailure onError)
      implements Step {}

  /** An event to publish. */
  record Emission(
      String id, String type, @Nullable String subject, JsonNode payload, OnFailure onError)
      implements Step {}

  /** Something a person decides. */
  record Person(
      String id,
      List<String> assignees,
      List<String> groups,
      @Nullable JsonNode form,
      @Nullable Duration due,
      @Nullable Integer priority,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Duration> remind,
      @Nullable Escalation escalate,
      OnFailure onError)
      implements Step {

    /** A plan of before there were reminders has none. */
    public Person {
      remind = Objects.requireNonNullElse(remind, List.of());
    }
  }

  /** Another activity to run. */
  record Child(
      String id,
      String activity,
      JsonNode input,
      @JsonProperty("wait") boolean waits,
      OnFailure onError)
      implements Step {}

  /** An event to wait for. */
  record EventWait(
      String id, String type, String correlate, @Nullable Duration timeout, OnFailure onError)
      implements Step {}

  /** The end of the run. */
  record Stop(String id, boolean failed, @Nullable String reason, OnFailure onError)
      implements Step {}

  /**
   * The list that a task is done for.
   *
   * @param items expression that gives it
   * @param as an element's name
   * @param maxConcurrency elements in work at once
   */
  record ForEach(String items, String as, int maxConcurrency) {}

  /**
   * Who else may do what a person decides.
   *
   * @param after how long after it was asked
   */
  record Escalation(Duration after, List<String> assignees, List<String> groups) {}

  /**
   * How a task is undone.
   *
   * @param input templates; null: the task's own input
   * @param queue null: the task's
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Undo(
      String task,
      @Nullable JsonNode input,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) Retry retry,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) Timeouts timeouts,
      @JsonProperty("task_queue") @Nullable String queue) {

    /** What is usual stands in no plan. */
    public Undo {
      retry = Objects.requireNonNullElse(retry, Usual.RETRY);
      timeouts = Objects.requireNonNullElse(timeouts, Usual.TIMEOUTS);
    }
  }

  /** How a task is tried again; see the definition's record of that name. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Retry(
      Duration initialInterval,
      double backoffCoefficient,
      @Nullable Duration maximumInterval,
      int maximumAttempts,
      List<String> nonRetryableTypes) {}

  /** How long a task may take; see the definition's record of that name. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Timeouts(
      Duration startToClose,
      @Nullable Duration scheduleToStart,
      @Nullable Duration scheduleToClose,
      @Nullable Duration heartbeat) {}
}
