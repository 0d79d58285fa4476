package io.activitycore.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ConnectionFactoryConfigurator;
import io.activitycore.event.EventFormat;
import io.activitycore.rabbitmq.RabbitOptions.Topology;
import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerProvider;
import io.activitycore.spi.BrokerSettings;
import io.activitycore.spi.BrokerSettingsException;
import java.util.Map;
import java.util.TreeMap;

/** RabbitMQ from configuration: {@code activity-core.broker=rabbitmq}. */
public final class RabbitBrokerProvider implements BrokerProvider {

  private static final String NAME = "rabbitmq";

  /** For the service loader. */
  public RabbitBrokerProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Broker create(Map<String, String> settings) {
    try {
      return RabbitBroker.create(options(settings));
    } catch (IllegalArgumentException e) {
      throw new BrokerSettingsException(String.valueOf(e.getMessage()), e);
    }
  }

  static RabbitOptions options(Map<String, String> settings) {
    RabbitOptions.Builder builder = RabbitOptions.builder();
    BrokerSettings from = BrokerSettings.of(NAME, settings);
    builder.factory(client(from));
    from.text("addresses", builder::addresses);
    names(builder, from);
    from.choice("topology", Topology.class, builder::topology);
    from.number("max-in-flight", builder::maxInFlight);
    from.number("delivery-limit", builder::deliveryLimit);
    from.duration("retry-initial", builder::retryInitial);
    from.duration("retry-maximum", builder::retryMaximum);
    from.duration("hold-limit", builder::holdLimit);
    from.duration("drain-timeout", builder::drainTimeout);
    from.choice("format", EventFormat.class, builder::format);
    from.duration("request-timeout", builder::requestTimeout);
    from.text("ordered-by-header", builder::orderedByHeader);
    from.flag(
        "ordered-by-routing-key",
        ordered -> {
          if (ordered) {
            builder.orderedByRoutingKey();
          }
        });
    from.flag("trust-timestamps", builder::trustTimestamps);
    from.done();
    return builder.build();
  }

  /**
   * {@code client.} goes to the client as it is, but that certificates and host names are checked
   * unless it says otherwise: the client's own default trusts everybody.
   */
  private static ConnectionFactory client(BrokerSettings from) {
    ConnectionFactory factory =
        RabbitLink.factory(from.text("uri", "amqp://guest:guest@127.0.0.1:5672"));
    Map<String, String> client = new TreeMap<>(from.below("client."));
    if (client.keySet().stream().anyMatch(key -> key.startsWith("ssl."))) {
      client.putIfAbsent(ConnectionFactoryConfigurator.SSL_ENABLED, "true");
      client.putIfAbsent(ConnectionFactoryConfigurator.SSL_VALIDATE_SERVER_CERTIFICATE, "true");
      client.putIfAbsent(ConnectionFactoryConfigurator.SSL_VERIFY_HOSTNAME, "true");
    }
    try {
      ConnectionFactoryConfigurator.load(factory, client, "");
    } catch (RuntimeException e) {
      Throwable why = e.getCause() == null ? e : e.getCause(); // the client says only where
      throw new BrokerSettingsException(
          "activity-core.adapters.rabbitmq.client: the client does not take it: "
              + RabbitLink.reason(why),
          e);
    }
    return factory;
  }

  private static void names(RabbitOptions.Builder builder, BrokerSettings from) {
    Map<String, String> names = new TreeMap<>();
    for (String key :
        new String[] {
          "exchange",
          "queue",
          "bindings",
          "out-exchange",
          "out-queue",
          "dead-exchange",
          "dead-queue"
        }) {
      from.text(key, value -> names.put(key, value));
    }
    RabbitOptions defaults = RabbitOptions.builder().build();
    builder.in(
        names.getOrDefault("exchange", defaults.exchange()),
        names.getOrDefault("queue", defaults.queue()),
        names.getOrDefault("bindings", "#").split("\\s*,\\s*", -1));
    String outExchange = names.getOrDefault("out-exchange", defaults.outExchange());
    String outQueue = names.getOrDefault("out-queue", outExchange);
    builder.out(outExchange, outQueue.equals("none") ? null : outQueue);
    String deadExchange = names.getOrDefault("dead-exchange", defaults.deadExchange());
    builder.dead(deadExchange, names.getOrDefault("dead-queue", deadExchange));
  }
}
