package io.activitycore.kafka;

import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import java.util.Optional;

/**
 * Apache Kafka as the broker of a host: events in, events out, dead letters.
 *
 * <p>Thread-safe. Nothing is opened before the first subscription or publication.
 */
public final class KafkaBroker implements Broker {

  private final KafkaOptions options;
  private final KafkaLink link;
  private final KafkaTopology topology;
  private final KafkaSource source;
  private final EventSink sink;

  private KafkaBroker(KafkaOptions options) {
    this.options = options;
    this.link = new KafkaLink(options);
    this.topology = new KafkaTopology(options, link);
    this.source = new KafkaSource(options, link, topology);
    this.sink = new KafkaSink(link, options.outTopic(), options.format(), topology::forOutput);
  }

  /**
   * Creates the broker; does not connect yet.
   *
   * @param options where and how
   */
  public static KafkaBroker create(KafkaOptions options) {
    return new KafkaBroker(options);
  }

  /** The events of the input topics. One source per broker; it is subscribed once. */
  @Override
  public EventSource source() {
    return source;
  }

  /** Where our own events go: one topic, keyed by subject. */
  @Override
  public EventSink sink() {
    return sink;
  }

  /** For a host that publishes events in: the first input topic, keyed by subject. */
  @Override
  public EventSink publisher() {
    return new KafkaSink(link, options.topics().get(0), options.format(), topology::forInput);
  }

  /** The dead-letter topic. Every call reads it, and a small one beside it, from the beginning. */
  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(new KafkaDeadLetters(options, link, topology));
  }

  /** For tests: as if the process were killed, though the group hears of it at once. */
  void crash() {
    source.crash();
    link.close();
  }

  /**
   * Closes the subscription (waits for its unsettled deliveries up to the drain time-out), then the
   * clients. Idempotent.
   */
  @Override
  public void close() {
    source.close();
    link.close();
  }
}
