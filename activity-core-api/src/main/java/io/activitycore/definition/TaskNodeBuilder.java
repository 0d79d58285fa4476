package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Builds a task node; not thread-safe. */
public final class TaskNodeBuilder {
  private final String id;
  private final String task;
  private @Nullable JsonNode input;
  private @Nullable Retry retry;
  private @Nullable Timeouts timeouts;
  private @Nullable String taskQueue;
  private @Nullable Integer priority;
  private @Nullable Integer resultLimit;
  private @Nullable Compensation compensate;
  private @Nullable String forEach;
  private @Nullable String as;
  private @Nullable Integer maxConcurrency;
  private @Nullable OnError onError;

  TaskNodeBuilder(String id, String task) {
    this.id = id;
    this.task = task;
  }

  /** Its input, with templates. */
  public TaskNodeBuilder input(JsonNode value) {
    input = value;
    return this;
  }

  /** How it is tried again. */
  public TaskNodeBuilder retry(Retry value) {
    retry = value;
    return this;
  }

  /** How long it may take. */
  public TaskNodeBuilder timeouts(Timeouts value) {
    timeouts = value;
    return this;
  }

  /** The queue of the service that does it. */
  public TaskNodeBuilder taskQueue(String value) {
    taskQueue = value;
    return this;
  }

  /** 1 (first) to 5. */
  public TaskNodeBuilder priority(int value) {
    priority = value;
    return this;
  }

  /** The largest result, in bytes of JSON. */
  public TaskNodeBuilder resultLimit(int bytes) {
    resultLimit = bytes;
    return this;
  }

  /** How it is undone. */
  public TaskNodeBuilder compensate(Compensation value) {
    compensate = value;
    return this;
  }

  /** Done for each element of a list. */
  public TaskNodeBuilder forEach(String expression, String name) {
    forEach = expression;
    as = name;
    return this;
  }

  /** Elements in work at once. */
  public TaskNodeBuilder maxConcurrency(int value) {
    maxConcurrency = value;
    return this;
  }

  /** What its failure does to the run. */
  public TaskNodeBuilder onError(OnError value) {
    onError = value;
    return this;
  }

  /**
   * Makes the node.
   *
   * @throws io.activitycore.InvalidModelException when the form is broken
   */
  public Node build() {
    return new Node(
        id,
        task,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
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
}
