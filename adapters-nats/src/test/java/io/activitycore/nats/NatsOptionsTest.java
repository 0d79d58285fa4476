package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.internal.source.BackOff;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NatsOptionsTest {

  @Test
  void the_broker_gives_up_after_us() {
    NatsOptions options = NatsOptions.builder().deliveryLimit(4).build();

    assertThat(options.brokerDeliveryLimit()).isEqualTo(9);
  }

  @Test
  void the_consumer_has_room_for_deliveries_that_wait() {
    assertThat(NatsOptions.builder().build().maxAckPending()).isEqualTo(10_000);
    assertThat(NatsOptions.builder().maxInFlight(2_000).build().maxAckPending()).isEqualTo(16_000);
  }

  @Test
  void only_a_prefix_with_a_tail_can_be_published_to() {
    assertThat(NatsOptions.builder().build().inPrefix()).isEqualTo("activity");
    assertThat(NatsOptions.builder().subject("a.*.>").build().inPrefix()).isNull();
    assertThat(NatsOptions.builder().subject("a.b").build().inPrefix()).isNull();
    assertThatThrownBy(
            () -> NatsBroker.create(NatsOptions.builder().subject("a.b").build()).publisher())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void values_out_of_range_are_refused_by_name() {
    assertRefused(b -> b.stream("a.b"), "stream");
    assertRefused(b -> b.consumer(""), "consumer");
    assertRefused(b -> b.subject("a.>.b"), "subject");
    assertRefused(b -> b.out("OUT", "a.*"), "outPrefix");
    assertRefused(b -> b.maxInFlight(0), "maxInFlight");
    assertRefused(b -> b.maxInFlight(2).maxAckPending(1), "maxAckPending");
    assertRefused(b -> b.ackWait(Duration.ZERO), "ackWait");
    assertRefused(b -> b.retry(Duration.ofSeconds(2), Duration.ofSeconds(1)), "retryMaximum");
    assertRefused(b -> b.replicas(6), "replicas");
  }

  @Test
  void pauses_double_up_to_their_maximum() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    assertThat(IntStream.of(0, 1, 2, 3, 4, 5, Integer.MAX_VALUE).mapToObj(backOff::after))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 1L, 2L, 4L, 8L, 10L, 10L);
  }

  private static void assertRefused(UnaryOperator<NatsOptions.Builder> change, String name) {
    NatsOptions.Builder builder = change.apply(NatsOptions.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
