package io.activitycore.spi;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is, at one moment.
 *
 * @param connected whether the broker was reachable when last looked at
 * @param paused whether nothing is taken: the host asked for it, or the adapter had to stop (then
 *     {@code problem} says why)
 * @param inFlight deliveries handed over and not settled yet, those that are just being
 *     dead-lettered included
 * @param lag how many events wait at the broker for this subscription, as of a few seconds ago at
 *     most, those that wait for a retry included where the broker counts them; empty when that is
 *     not known
 * @param problem what keeps it from delivering, in one line; null when nothing does
 */
public record SourceState(
    boolean connected, boolean paused, int inFlight, OptionalLong lag, @Nullable String problem) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when a number is negative
   */
  public SourceState {
    if (inFlight < 0 || lag.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "source state: expected no negative number, got " + inFlight + " and " + lag);
    }
  }

  /** Connected, not paused, nothing known otherwise: of a source that does not tell. */
  public static SourceState unknown() {
    return new SourceState(true, false, 0, OptionalLong.empty(), null);
  }

  /** Whether it delivers: connected, not paused and without a problem. */
  public boolean healthy() {
    return connected && !paused && problem == null;
  }
}
