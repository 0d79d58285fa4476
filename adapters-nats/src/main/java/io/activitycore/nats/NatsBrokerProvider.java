package io.activitycore.nats;

import io.activitycore.event.EventFormat;
import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerProvider;
import io.activitycore.spi.BrokerSettings;
import io.activitycore.spi.BrokerSettingsException;
import io.nats.client.Options;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** {@code activity-core.broker=nats}. Keys are the options' names in kebab-case. */
public final class NatsBrokerProvider implements BrokerProvider {

  private static final String NAME = "nats";

  /** For the ServiceLoader. */
  public NatsBrokerProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Broker create(Map<String, String> settings) {
    try {
      return NatsBroker.create(options(BrokerSettings.of(NAME, settings)));
    } catch (IllegalArgumentException e) {
      throw new BrokerSettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  static NatsOptions options(BrokerSettings from) {
    NatsOptions.Builder options = NatsOptions.builder();
    client(from, options);
    destinations(from, options);
    limits(from, options);
    from.done();
    return options.build();
  }

  /** {@code client.} goes to the client as it is: TLS, credentials and so on. */
  private static void client(BrokerSettings from, NatsOptions.Builder options) {
    String url = from.text("url", Options.DEFAULT_URL);
    options.url(url);
    Map<String, String> client = from.below("client.");
    if (!client.isEmpty()) {
      Properties properties = new Properties();
      client.forEach((key, value) -> properties.setProperty("io.nats.client." + key, value));
      options.client(NatsLink.clientBuilder().server(url).properties(properties).build());
    }
  }

  private static void destinations(BrokerSettings from, NatsOptions.Builder options) {
    from.text("stream", options::stream);
    from.text("subject", options::subject);
    from.text("consumer", options::consumer);
    from.choice("topology", NatsOptions.Topology.class, options::topology);
    from.instant("from", options::from);
    from.text("order-by", options::orderBy);
    options.out(from.text("out-stream", "ACTIVITY_OUT"), from.text("out-prefix", "activity-out"));
    options.dead(
        from.text("dead-stream", "ACTIVITY_DEAD"), from.text("dead-prefix", "activity-dead"));
  }

  private static void limits(BrokerSettings from, NatsOptions.Builder options) {
    options.retry(
        from.duration("retry-initial", Duration.ofSeconds(1)),
        from.duration("retry-maximum", Duration.ofMinutes(1)));
    from.duration("ack-wait", options::ackWait);
    from.number("max-in-flight", options::maxInFlight);
    from.number("max-ack-pending", options::maxAckPending);
    from.number("delivery-limit", options::deliveryLimit);
    from.duration("drain-timeout", options::drainTimeout);
    from.choice("format", EventFormat.class, options::format);
    from.duration("request-timeout", options::requestTimeout);
    from.duration("duplicate-window", options::duplicateWindow);
    from.duration("max-age", options::maxAge);
    from.number("replicas", options::replicas);
  }
}
