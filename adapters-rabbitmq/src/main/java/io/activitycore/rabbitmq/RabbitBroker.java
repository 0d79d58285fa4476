package io.activitycore.rabbitmq;

import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import java.util.Optional;

/**
 * RabbitMQ as the broker of a host: events in, events out, dead letters.
 *
 * <p>Thread-safe. Nothing is opened before the first subscription or publication.
 */
public final class RabbitBroker implements Broker {

  private final RabbitLink link;
  private final RabbitSource source;
  private final EventSink sink;
  private final EventSink publisher;
  private final DeadLetters deadLetters;

  private RabbitBroker(RabbitOptions options) {
    this.link = new RabbitLink(options);
    RabbitTopology topology = new RabbitTopology(options, link);
    Publisher out = new Publisher(options, link);
    this.source = new RabbitSource(options, link, topology, out);
    this.sink = new RabbitSink(out, options.outExchange(), options.format(), topology::forOutput);
    this.publisher = new RabbitSink(out, options.exchange(), options.format(), topology::forInput);
    this.deadLetters = new RabbitDeadLetters(options, link, out);
  }

  /**
   * Creates the broker; does not connect yet.
   *
   * @param options where and how
   */
  public static RabbitBroker create(RabbitOptions options) {
    return new RabbitBroker(options);
  }

  /** The events of the work queue. One source per broker; it is subscribed once. */
  @Override
  public EventSource source() {
    return source;
  }

  /** Where our own events go: the out exchange, by their type. */
  @Override
  public EventSink sink() {
    return sink;
  }

  /** For a host that publishes events in: the exchange of the events in, by their type. */
  @Override
  public EventSink publisher() {
    return publisher;
  }

  /** The letters of the dead-letter queue; each look takes them for a moment. */
  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(deadLetters);
  }

  /**
   * Closes the subscription (waits for its unsettled deliveries up to the drain time-out), then the
   * connections. Idempotent.
   */
  @Override
  public void close() {
    source.close();
    link.close();
  }
}
