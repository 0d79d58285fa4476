package io.activitycore.kafka;

import io.activitycore.event.EventFormat;
import io.activitycore.kafka.KafkaOptions.Topology;
import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerProvider;
import io.activitycore.spi.BrokerSettings;
import io.activitycore.spi.BrokerSettingsException;
import java.util.Map;

/**
 * Makes {@link KafkaBroker}s from configuration: {@code activity-core.broker=kafka}. The settings
 * are the options of {@link KafkaOptions} in kebab-case; what stands below {@code client.} goes to
 * Kafka's clients.
 */
public final class KafkaBrokerProvider implements BrokerProvider {

  /** For the service loader. */
  public KafkaBrokerProvider() {}

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Broker create(Map<String, String> settings) {
    BrokerSettings from = BrokerSettings.of(name(), settings);
    KafkaOptions.Builder to = KafkaOptions.builder();
    from.text("bootstrap", to::bootstrap);
    from.text("topics", text -> to.topics(text.strip().split("\\s*,\\s*")));
    from.text("group", to::group);
    from.text("instance", to::instance);
    from.text("out-topic", to::outTopic);
    from.text("dead-topic", to::deadTopic);
    from.choice("topology", Topology.class, to::topology);
    from.number("partitions", to::partitions);
    from.number("replicas", to::replicas);
    from.number("max-in-flight", to::maxInFlight);
    from.number("window", to::window);
    from.number("window-bytes", to::windowBytes);
    from.number("delivery-limit", to::deliveryLimit);
    from.duration("retry-initial", to::retryInitial);
    from.duration("retry-maximum", to::retryMaximum);
    from.duration("drain-timeout", to::drainTimeout);
    from.choice("format", EventFormat.class, to::format);
    from.duration("revoke-timeout", to::revokeTimeout);
    from.duration("request-timeout", to::requestTimeout);
    from.duration("commit-interval", to::commitInterval);
    from.text("start", text -> to.start(start(text.strip())));
    from.instant("replay-from", time -> to.replay(KafkaBeginning.fromTime(time)));
    to.properties(from.below("client."));
    from.done();
    try {
      return KafkaBroker.create(to.build());
    } catch (IllegalArgumentException e) {
      throw new BrokerSettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  private static KafkaBeginning start(String text) {
    return switch (text) {
      case "earliest" -> KafkaBeginning.earliest();
      case "latest" -> KafkaBeginning.latest();
      default ->
          throw new BrokerSettingsException(
              "activity-core.adapters.kafka.start: expected earliest or latest, got '" + text + "'",
              null);
    };
  }
}
