package io.activitycore.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerSettingsException;
import io.activitycore.spi.Brokers;
import io.activitycore.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaOptionsTest {

  private static KafkaOptions with(String name, String value) {
    return KafkaOptions.builder().properties(Map.of(name, value)).build();
  }

  @ParameterizedTest
  @CsvSource({
    "enable.auto.commit, true",
    "auto.offset.reset, latest",
    "group.id, other",
    "group.instance.id, other",
    "partition.assignment.strategy, some.Assignor",
    "group.protocol, consumer",
    "acks, 1",
    "enable.idempotence, false",
    "transactional.id, t",
    "value.deserializer, some.Deserializer",
    "bootstrap.servers, 127.0.0.1:9"
  })
  void a_property_that_would_break_what_is_promised_is_refused_with_the_reason(
      String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, value))
        .withMessageContaining(name)
        .withMessageMatching(".*properties not allowed: .*\\(.+\\)");
  }

  @Test
  void other_properties_go_to_the_clients_that_know_them() {
    KafkaOptions options =
        KafkaOptions.builder()
            .properties(
                Map.of(
                    "security.protocol", "SASL_SSL",
                    "max.poll.records", "7",
                    "compression.type", "zstd",
                    "acks", "all",
                    "my.plug.in", "x"))
            .instance("i")
            .build();

    assertThat(ClientProperties.consumer(options, "c"))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("max.poll.records", "7")
        .containsEntry("my.plug.in", "x")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("group.instance.id", "i")
        .doesNotContainKey("compression.type");
    assertThat(ClientProperties.producer(options, "c"))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("compression.type", "zstd")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .doesNotContainKey("max.poll.records");
    assertThat(ClientProperties.admin(options, "c"))
        .containsEntry("security.protocol", "SASL_SSL")
        .doesNotContainKeys("max.poll.records", "acks");
  }

  @Test
  void our_own_events_and_dead_letters_never_go_where_the_source_reads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaOptions.builder().topics("a", "b").outTopic("b").build())
        .withMessageContaining("outTopic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaOptions.builder().topics("a").deadTopic("a").build())
        .withMessageContaining("deadTopic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaOptions.builder().topics("a b").build())
        .withMessageContaining("expected a topic name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaOptions.builder().retryInitial(Duration.ZERO).build())
        .withMessageContaining("retryInitial");
  }

  @Test
  void a_replay_is_known_again_by_its_value() {
    KafkaOptions.Builder options = KafkaOptions.builder();
    assertThat(options.build().commitMetadata()).isEmpty();
    Map<Integer, Long> many = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      many.put(i, 7L * i);
    }
    String token = options.replay(KafkaBeginning.fromOffsets(many)).build().commitMetadata();
    assertThat(token).hasSizeLessThan(100);
    assertThat(
            options
                .replay(KafkaBeginning.fromOffsets(new HashMap<>(many)))
                .build()
                .commitMetadata())
        .isEqualTo(token);
    assertThat(options.replay(KafkaBeginning.fromTime(Instant.EPOCH)).build().commitMetadata())
        .contains("1970-01-01T00:00:00Z");
  }

  @Test
  void a_broker_is_made_from_configuration() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("activity-core.broker", "kafka");
    settings.put("activity-core.adapters.kafka.bootstrap", "10.0.0.1:9092");
    settings.put("activity-core.adapters.kafka.topics", "orders, payments");
    settings.put("activity-core.adapters.kafka.max-in-flight", "12");
    settings.put("activity-core.adapters.kafka.revoke-timeout", "3s");
    settings.put("activity-core.adapters.kafka.client.security.protocol", "SSL");
    try (Broker broker = Brokers.from(settings)) {
      assertThat(broker.source().name()).isEqualTo("kafka:orders,payments");
      assertThat(broker.source().capabilities())
          .containsExactlyInAnyOrder(Capability.ORDER_PER_KEY, Capability.REPLAY_FROM_TIME);
    }
    settings.put("activity-core.adapters.kafka.client.acks", "1");
    Assertions.assertThatThrownBy(() -> Brokers.from(settings))
        .isInstanceOf(BrokerSettingsException.class)
        .hasMessageContaining("acks=1");
    settings.remove("activity-core.adapters.kafka.client.acks");
    settings.put("activity-core.adapters.kafka.strat", "latest");
    Assertions.assertThatThrownBy(() -> Brokers.from(settings))
        .isInstanceOf(BrokerSettingsException.class)
        .hasMessageContaining("strat")
        .hasMessageContaining("replay-from");
  }
}
