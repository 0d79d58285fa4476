package io.activitycore.nats;

import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import java.util.Optional;

/**
 * NATS JetStream as the broker of a host: events in, events out, dead letters.
 *
 * <p>Thread-safe. Nothing is opened before the first subscription or publication.
 */
public final class NatsBroker implements Broker {

  private final NatsOptions options;
  private final NatsLink link;
  private final NatsTopology topology;
  private final NatsSource source;
  private final EventSink sink;

  private NatsBroker(NatsOptions options) {
    this.options = options;
    this.link = new NatsLink(options);
    this.topology = new NatsTopology(options, link);
    this.source = new NatsSource(options, link, topology);
    this.sink = new NatsSink(link, options.outPrefix(), options.format(), topology::forOutput);
  }

  /**
   * Creates the broker; does not connect yet.
   *
   * @param options where and how
   */
  public static NatsBroker create(NatsOptions options) {
    return new NatsBroker(options);
  }

  /** The events of the input stream. One source per broker; it is subscribed once. */
  @Override
  public EventSource source() {
    return source;
  }

  /** Where our own events go: {@code <outPrefix>.<type>}. */
  @Override
  public EventSink sink() {
    return sink;
  }

  /**
   * For a host that publishes events in: {@code <prefix>.<type>}, where the input subject is {@code
   * <prefix>.>}.
   *
   * @throws IllegalStateException when the input subject is of another form
   */
  @Override
  public EventSink publisher() {
    String prefix = options.inPrefix();
    if (prefix == null) {
      throw new IllegalStateException(
          "NATS: cannot publish to subject " + options.subject() + ": expected <prefix>.>");
    }
    return new NatsSink(link, prefix, options.format(), topology::forInput);
  }

  /** The dead letters of the input stream that stand in the dead-letter stream. */
  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(new NatsDeadLetters(options, link));
  }

  /**
   * Closes the subscription (waits for its unsettled deliveries up to the drain time-out), then the
   * connection unless it is the host's. Idempotent.
   */
  @Override
  public void close() {
    source.close();
    link.close();
  }
}
