package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.run.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the walk wants done. All but {@link EmitEvent} and {@link Finished} are settled later, once,
 * under their key.
 */
public sealed interface Effect {

  /** An effect that will be settled. It can be written as JSON, to be asked for again later. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "effect")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StartTask.class, name = "task"),
    @JsonSubTypes.Type(value = StartCompensation.class, name = "compensation"),
    @JsonSubTypes.Type(value = StartTimer.class, name = "timer"),
    @JsonSubTypes.Type(value = AwaitHuman.class, name = "human"),
    @JsonSubTypes.Type(value = StartChild.class, name = "run"),
    @JsonSubTypes.Type(value = AwaitEvent.class, name = "event")
  })
  sealed interface Pending extends Effect {

    /** What to settle it under; unique in a run. */
    String key();

    /** The node it belongs to. */
    String node();
  }

  /**
   * A task to do.
   *
   * @param key the node, or {@code node[index]}; the task instance within its run
   * @param index position in the list of a {@code for_each}; null without one
   * @param task task type
   * @param input rendered
   * @param taskQueue where
   * @param priority null: none given
   * @param resultLimit in bytes of JSON; null: the host's
   */
  record StartTask(
      String key,
      String node,
      @Nullable Integer index,
      String task,
      JsonNode input,
      Step.Retry retry,
      Step.Timeouts timeouts,
      String taskQueue,
      @Nullable Integer priority,
      @Nullable Integer resultLimit)
      implements Pending {}

  /**
   * A task to undo. Never more than one at a time.
   *
   * @param key {@code ~compensate} after the key of what it undoes
   * @param index as for the task it undoes
   */
  record StartCompensation(
      String key,
      String node,
      @Nullable Integer index,
      String task,
      JsonNode input,
      Step.Retry retry,
      Step.Timeouts timeouts,
      String taskQueue)
      implements Pending {}

  /**
   * A timer; exactly one of the two.
   *
   * @param duration how long from now
   * @param until when; may have passed
   */
  record StartTimer(String node, @Nullable Duration duration, @Nullable Instant until)
      implements Pending {
    @Override
    public String key() {
      return node;
    }
  }

  /**
   * A person to ask.
   *
   * @param form null: any outcome
   * @param due null: without end
   * @param priority null: none given
   * @param remind how long after it was asked
   * @param escalate null: to nobody
   */
  record AwaitHuman(
      String node,
      List<String> assignees,
      List<String> groups,
      @Nullable JsonNode form,
      @Nullable Duration due,
      @Nullable Integer priority,
      List<Duration> remind,
      Step.@Nullable Escalation escalate)
      implements Pending {
    @Override
    public String key() {
      return node;
    }
  }

  /**
   * Another activity to run.
   *
   * @param waits whether its outcome settles this, or its start
   */
  record StartChild(String node, String activity, JsonNode input, boolean waits)
      implements Pending {
    @Override
    public String key() {
      return node;
    }
  }

  /**
   * An event to wait for.
   *
   * @param correlate expression that says whether an event is the one
   * @param variables what it reads of the run, by name: an object
   * @param timeout null: without end
   */
  record AwaitEvent(
      String node, String type, String correlate, JsonNode variables, @Nullable Duration timeout)
      implements Pending {
    @Override
    public String key() {
      return node;
    }
  }

  /** An event to publish. Its node has settled already: the outbox cannot refuse it. */
  record EmitEvent(String node, String type, @Nullable String subject, JsonNode payload)
      implements Effect {}

  /**
   * The end: the last effect of a walk.
   *
   * @param outcome never TERMINATED
   * @param reason of an {@code end} node, or what failed; null where there is none
   */
  record Finished(RunOutcome outcome, @Nullable String reason) implements Effect {}
}
