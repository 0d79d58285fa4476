package io.activitycore.spi;

import io.activitycore.event.EventEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Events that wait until their definition is enabled. Kept for all hosts; thread-safe. A method
 * that fails has done nothing.
 */
public interface ParkedEvents {

  /** Keeps events, after those that are kept already. One that is kept already stays as it is. */
  void park(List<Parked> events);

  /** Whether an activity has some. */
  boolean any(String tenant, String activityId);

  /** How many each activity of a tenant has; those without any are left out. */
  Map<String, Long> counts(String tenant);

  /**
   * The first of an activity, in the order in which they came. Nobody else gets events of this
   * activity before they are {@link #released} or the lease is over: their order would be lost.
   *
   * @param limit at most so many
   * @return empty when there are none or somebody else has them
   */
  List<Parked> claim(String tenant, String activityId, int limit, Duration lease);

  /** Forgets events that are handled, and gives back the lease. */
  void released(String tenant, String activityId, List<String> eventIds);

  /** An event that waits for one definition. */
  record Parked(String tenant, String activityId, EventEnvelope event) {}
}
