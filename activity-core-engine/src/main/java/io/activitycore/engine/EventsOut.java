package io.activitycore.engine;

import io.activitycore.spi.Outbox;
import io.activitycore.spi.Outbox.Parked;
import java.util.List;

/**
 * Events out that no broker will take: they are too large, say, or failed twenty times while the
 * broker took others. They are parked, and the others go on. Thread-safe.
 *
 * <p>Every method throws {@link io.activitycore.ActivityCoreException} when the store did not
 * answer: then ask again.
 */
public final class EventsOut {

  /** Of all events that runs write, with the tenant. */
  private static final String SOURCE = "activity-core/";

  private final Outbox outbox;
  private final String source;

  private EventsOut(Outbox outbox, String source) {
    this.outbox = outbox;
    this.source = source;
  }

  /**
   * For a tool beside the hosts.
   *
   * @param outbox the hosts' own
   * @param tenant whose events
   */
  public static EventsOut of(Outbox outbox, String tenant) {
    return new EventsOut(outbox, SOURCE + tenant);
  }

  /**
   * What is parked, in the order in which it was written.
   *
   * @param limit at most so many
   */
  public List<Parked> parked(int limit) {
    return outbox.parked(source, limit);
  }

  /** How many are parked: for an alert. */
  public long countParked() {
    return outbox.countParked(source);
  }

  /**
   * Publishes parked events again, under their ids.
   *
   * @return the ids of those that were parked
   */
  public List<String> retry(List<String> eventIds) {
    return outbox.retry(source, eventIds);
  }

  /**
   * Never publishes parked events.
   *
   * @return the ids of those that were parked
   */
  public List<String> discard(List<String> eventIds) {
    return outbox.discard(source, eventIds);
  }
}
