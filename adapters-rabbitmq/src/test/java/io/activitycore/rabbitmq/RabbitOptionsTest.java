package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.ConnectionFactory;
import io.activitycore.rabbitmq.RabbitOptions.OrderKey;
import io.activitycore.rabbitmq.RabbitOptions.Topology;
import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerSettingsException;
import io.activitycore.spi.Brokers;
import io.activitycore.spi.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RabbitOptionsTest {

  @Test
  void values_out_of_their_range_are_named() {
    assertThatThrownBy(() -> RabbitOptions.builder().maxInFlight(0).build())
        .hasMessage("RabbitMQ options: expected maxInFlight >= 1, got 0");
    assertThatThrownBy(() -> RabbitOptions.builder().deliveryLimit(100).build())
        .hasMessage("RabbitMQ options: expected deliveryLimit from 1 to 99, got 100");
    assertThatThrownBy(() -> RabbitOptions.builder().delays().build())
        .hasMessageContaining("delays, at least one");
    assertThatThrownBy(
            () ->
                RabbitOptions.builder()
                    .delays(Duration.ofSeconds(2), Duration.ofSeconds(1))
                    .build())
        .hasMessageContaining("delays that ascend");
    assertThatThrownBy(() -> RabbitOptions.builder().in("amq.topic", "q").build())
        .hasMessageContaining("exchange 'amq.topic'");
    assertThatThrownBy(() -> RabbitOptions.builder().out("activity", "q").build())
        .hasMessageContaining("other than the exchange that events come in by");
  }

  @Test
  void a_wrong_uri_is_refused_without_repeating_it() {
    assertThatThrownBy(() -> RabbitOptions.builder().uri("http://me:secret@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected amqp[s]://")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RabbitOptions.builder().uri("amqp://me:secret word@host"))
        .hasMessageContaining("expected amqp[s]://")
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
  }

  @Test
  void the_hosts_factory_is_left_as_it_is() {
    ConnectionFactory factory = new ConnectionFactory();
    RabbitLink link = new RabbitLink(RabbitOptions.builder().factory(factory).build());

    assertThat(factory.isAutomaticRecoveryEnabled()).isTrue();
    link.close();
  }

  @Test
  void secure_addresses_check_the_host_and_trust_no_stranger() {
    ConnectionFactory factory = RabbitLink.factory("amqps://me:pw@rabbit.example.com/shop");

    assertThat(factory.isSSL()).isTrue();
    assertThat(factory.getPort()).isEqualTo(5671);
    assertThat(factory.getVirtualHost()).isEqualTo("shop");
  }

  @Test
  void configuration_names_what_the_builder_names() {
    RabbitOptions options =
        RabbitBrokerProvider.options(
            Map.of(
                "uri", "amqp://me:pw@rabbit:5673/shop",
                "addresses", "one:5672,two:5672",
                "queue", "shop-events",
                "bindings", "shop.#, crm.*",
                "out-queue", "none",
                "topology", "check",
                "max-in-flight", "17",
                "retry-maximum", "2m",
                "ordered-by-header", "customer"));

    assertThat(options.factory().getHost()).isEqualTo("rabbit");
    assertThat(options.addresses()).hasSize(2);
    assertThat(options.exchange()).isEqualTo("activity");
    assertThat(options.queue()).isEqualTo("shop-events");
    assertThat(options.bindings()).isEqualTo(List.of("shop.#", "crm.*"));
    assertThat(options.outExchange()).isEqualTo("activity-out");
    assertThat(options.outQueue()).isNull();
    assertThat(options.topology()).isEqualTo(Topology.CHECK);
    assertThat(options.maxInFlight()).isEqualTo(17);
    assertThat(options.retryInitial()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.retryMaximum()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.order()).isEqualTo(new OrderKey("customer"));
  }

  @Test
  void the_service_loader_finds_it_and_wrong_settings_are_one_clear_error() {
    Map<String, String> good =
        Map.of(Brokers.BROKER, "rabbitmq", Brokers.ADAPTERS + "rabbitmq.queue", "q");
    try (Broker broker = Brokers.from(good)) {
      assertThat(broker.source().name()).isEqualTo("rabbitmq:q");
      assertThat(broker.source().capabilities())
          .containsExactlyInAnyOrder(Capability.DELAYED_RETRY, Capability.NATIVE_DEAD_LETTER);
    }

    assertThatThrownBy(
            () ->
                Brokers.from(
                    Map.of(Brokers.BROKER, "rabbitmq", Brokers.ADAPTERS + "rabbitmq.qeue", "q")))
        .isInstanceOf(BrokerSettingsException.class)
        .hasMessageContaining("unknown setting activity-core.adapters.rabbitmq.qeue")
        .hasMessageContaining("queue");
    assertThatThrownBy(
            () ->
                Brokers.from(
                    Map.of(
                        Brokers.BROKER, "rabbitmq", Brokers.ADAPTERS + "rabbitmq.uri", "nothing")))
        .isInstanceOf(BrokerSettingsException.class)
        .hasMessageContaining("uri");
  }

  @Test
  void the_clients_own_settings_replace_what_they_name_and_nothing_else() {
    ConnectionFactory factory =
        RabbitBrokerProvider.options(
                Map.of(
                    "uri", "amqp://me:pw@rabbit:5673/shop",
                    "client.username", "you",
                    "client.handshake.timeout", "1234"))
            .factory();

    assertThat(factory.getUsername()).isEqualTo("you");
    assertThat(factory.getPassword()).isEqualTo("pw");
    assertThat(factory.getHandshakeTimeout()).isEqualTo(1234);
    assertThat(factory.getRequestedHeartbeat()).isEqualTo(10);
    assertThat(factory.getConnectionTimeout()).isEqualTo(5_000);
  }

  @Test
  void time_stamps_are_trusted_only_when_asked_for() {
    assertThat(RabbitBrokerProvider.options(Map.of()).trustTimestamps()).isFalse();
    assertThat(RabbitBrokerProvider.options(Map.of("trust-timestamps", "true")).trustTimestamps())
        .isTrue();
  }

  @Test
  void a_trust_store_that_is_not_there_is_one_clear_error() {
    assertThatThrownBy(
            () ->
                RabbitBrokerProvider.options(
                    Map.of(
                        "uri", "amqps://me:pw@rabbit",
                        "client.ssl.trust.store", "/nowhere/trust.p12")))
        .isInstanceOf(BrokerSettingsException.class)
        .hasMessageContaining("activity-core.adapters.rabbitmq.client")
        .hasMessageContaining("/nowhere/trust.p12");
  }
}
