package io.activitycore.benchmarks.endtoend;

import io.activitycore.event.EventEnvelope;

/** One of the two that are compared. Thread-safe. */
interface Contender {

  /** For tables. */
  String name();

  /** What its tasks do, and how many do it at once. */
  Work work();

  /** The workflow that an event will start. */
  String workflowId(EventEnvelope event);

  /** Starts it; returns when Temporal has confirmed the start. */
  void start(EventEnvelope event);
}
