package io.activitycore.spi;

import io.activitycore.run.Decision;
import java.util.List;

/** Decisions, kept so that somebody can ask why. Thread-safe. */
public interface DecisionLog {

  /**
   * Writes decisions, all or none. The same STARTED or SIGNALLED (tenant, event, activity,
   * workflow) twice is one.
   */
  void record(List<Decision> decisions);

  /** All decisions about an event, oldest first. */
  List<Decision> find(String tenant, String eventId);
}
