package io.activitycore.spi;

import java.util.Set;

/**
 * Events in: one subscription to a broker. Implemented by the adapters.
 *
 * <p>Contract: at least once. A delivery whose {@link Settlement} was not carried out (crash, lost
 * connection, closed before it completed) is delivered again. A delivery is never acknowledged to
 * the broker before its settlement says so.
 */
public interface EventSource {

  /** A stable, short name for logs, metrics and decisions, such as {@code nats:ACTIVITY_EVENTS}. */
  String name();

  /**
   * What this source does beyond the contract, as it is configured. The contract suites of
   * activity-core-testing hold it to that.
   */
  default Set<Capability> capabilities() {
    return Set.of();
  }

  /**
   * Begins to deliver. Called once.
   *
   * @param listener gets every delivery; it may be called by several threads at once
   * @return the running subscription
   * @throws EventSourceException when the broker cannot be reached or its topology is not as
   *     configured
   */
  Subscription subscribe(DeliveryListener listener);

  /** A running subscription. Thread-safe, idempotent. */
  interface Subscription extends AutoCloseable {

    /**
     * Takes no new delivery from the broker until {@link #resume()}; those handed over go on and
     * can be settled.
     */
    void pause();

    /** Ends a pause. */
    void resume();

    /** How it is just now. Never blocks on the broker and never throws. */
    default SourceState state() {
      return SourceState.unknown();
    }

    /**
     * Takes no new delivery, waits (bounded by the adapter's drain time-out) until those handed
     * over are settled, and leaves the broker. What is not settled by then is delivered again
     * later.
     */
    @Override
    void close();
  }
}
