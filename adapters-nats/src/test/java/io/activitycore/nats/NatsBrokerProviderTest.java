package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerSettings;
import io.activitycore.spi.BrokerSettingsException;
import io.activitycore.spi.Brokers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NatsBrokerProviderTest {

  private static NatsOptions options(Map<String, String> settings) {
    return NatsBrokerProvider.options(BrokerSettings.of("nats", settings));
  }

  @Test
  void one_line_of_configuration_picks_nats() {
    try (Broker broker = Brokers.from(Map.of("activity-core.broker", "nats"))) {
      assertThat(broker).isInstanceOf(NatsBroker.class);
      assertThat(broker.source().name()).isEqualTo("nats:ACTIVITY_EVENTS");
    }
  }

  @Test
  void settings_are_the_options_in_kebab_case() {
    NatsOptions options =
        options(
            Map.of(
                "stream", "S",
                "subject", "in.>",
                "dead-stream", "D",
                "topology", "check",
                "ack-wait", "5s",
                "max-in-flight", "7",
                "retry-maximum", "2m",
                "from", "2026-11-21T09:00:00Z"));

    assertThat(options.stream()).isEqualTo("S");
    assertThat(options.deadStream()).isEqualTo("D");
    assertThat(options.deadPrefix()).isEqualTo("activity-dead");
    assertThat(options.topology()).isEqualTo(NatsOptions.Topology.CHECK);
    assertThat(options.ackWait()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.maxInFlight()).isEqualTo(7);
    assertThat(options.retryMaximum()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.from()).isEqualTo(Instant.parse("2026-11-21T09:00:00Z"));
  }

  @Test
  void what_stands_below_client_is_the_clients() {
    NatsOptions options =
        options(
            Map.of("url", "nats://n:1", "client.inbox.prefix", "mine", "client.noecho", "true"));

    assertThat(options.client().getInboxPrefix()).isEqualTo("mine.");
    assertThat(options.client().isNoEcho()).isTrue();
    assertThat(options.client().getMaxReconnect()).isEqualTo(-1);
    assertThat(options.client().getServers()).hasToString("[nats://n:1]");
  }

  @Test
  void unknown_keys_and_bad_values_are_refused() {
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(() -> options(Map.of("streem", "S")))
        .withMessageContaining("activity-core.adapters.nats.streem")
        .withMessageContaining("ack-wait, client.*, consumer");
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(
            () -> Brokers.create("nats", Map.of("activity-core.adapters.nats.max-in-flight", "0")))
        .withMessageContaining("maxInFlight >= 1");
  }
}
