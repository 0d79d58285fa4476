package io.activitycore.spi;

import io.activitycore.event.EventEnvelope;

/**
 * Events out. Implemented by the adapters; called by the outbox relay.
 *
 * <p>Thread-safe. Publishing is idempotent by {@code event_id} as far as the broker can be
 * (JetStream: {@code Nats-Msg-Id}).
 */
@FunctionalInterface
public interface EventSink {

  /**
   * Publishes one event and waits until the broker has confirmed it.
   *
   * @param event the event
   * @throws EventSinkException when the broker did not confirm; the caller publishes the same event
   *     again later
   */
  void publish(EventEnvelope event);
}
