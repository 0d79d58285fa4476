package io.activitycore.spi;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as they came, with what was decided about them. Thread-safe. The time of an event is when
 * this store first had it, by its own clock.
 */
public interface EventLog {

  /**
   * Keeps events and writes decisions, all or none. An event that is kept already stays as it is;
   * decisions are as in {@link DecisionLog#record}.
   */
  void record(List<Kept> events, List<Decision> decisions);

  /** Events of a type and a time, in the order in which they came; those whose time is over not. */
  List<Recorded> find(Query query);

  /**
   * An event to be kept.
   *
   * @param tenant the tenant
   * @param event as it came
   * @param keep how long
   */
  record Kept(String tenant, EventEnvelope event, Duration keep) {}

  /**
   * Which events are looked for.
   *
   * @param tenant the tenant
   * @param type the events' type
   * @param from from when
   * @param to until before when
   * @param after the last one of the page before; null for the first page
   * @param limit at most so many
   */
  record Query(
      String tenant, String type, Instant from, Instant to, @Nullable Recorded after, int limit) {

    /** The next page. */
    public Query next(Recorded last) {
      return new Query(tenant, type, from, to, last, limit);
    }
  }

  /**
   * An event that was kept.
   *
   * @param id its own in the log, without meaning
   * @param cameAt when it was kept
   * @param event as it came
   * @param decisions all that are still known about it, oldest first
   */
  record Recorded(long id, Instant cameAt, EventEnvelope event, List<Decision> decisions) {}
}
