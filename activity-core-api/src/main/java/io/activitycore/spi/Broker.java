package io.activitycore.spi;

import java.util.Optional;

/**
 * A broker as a host picks it: events in, events out, and a way to put events in. Implemented by
 * the adapters; made in code or by {@link Brokers}. Whoever made it closes it.
 */
public interface Broker extends AutoCloseable {

  /** Events in. */
  EventSource source();

  /** Events out: a destination that no source of ours reads. */
  EventSink sink();

  /** Publishes events to where {@link #source} reads them. */
  EventSink publisher();

  /** What the source has dead-lettered; empty when the adapter cannot tell. */
  default Optional<DeadLetters> deadLetters() {
    return Optional.empty();
  }

  /**
   * Closes the subscription, waiting for its unsettled deliveries as {@link
   * EventSource.Subscription#close()} does, and what was opened for the rest. Idempotent.
   */
  @Override
  default void close() {}
}
