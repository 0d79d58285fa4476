package io.activitycore.engine.internal.dispatch;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import java.util.List;

/** Takes down what was dispatched. Thread-safe. */
public interface Records {

  /** Whether it is recorded why an event did nothing. Asks no server. */
  boolean keeps(EventEnvelope event);

  /** Takes down the decisions, and what is to be kept of the events. */
  void record(List<EventEnvelope> events, List<Decision> made);
}
