package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CopiesTest {

  private final RabbitOptions options =
      RabbitOptions.builder()
          .in("in", "q")
          .delays(Duration.ofSeconds(1), Duration.ofSeconds(10))
          .build();
  private final Copies copies = new Copies(options);

  @Test
  void a_delay_waits_in_the_first_queue_that_is_long_enough_for_just_that_time() {
    Outgoing copy = copies.again(incoming(Map.of()), 2, Duration.ofMillis(1_500));

    assertThat(copy.exchange()).isEmpty();
    assertThat(copy.routingKey()).isEqualTo("q.delay-10000ms");
    assertThat(copy.properties().getExpiration()).isEqualTo("1500");
    Incoming back = back(copy);
    assertThat(back.attempt()).isEqualTo(3);
    assertThat(back.rest()).isZero();
  }

  @Test
  void a_longer_delay_leaves_a_rest() {
    Outgoing copy = copies.again(incoming(Map.of()), 1, Duration.ofSeconds(25));

    assertThat(copy.properties().getExpiration()).isEqualTo("10000");
    assertThat(back(copy).rest()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void no_delay_goes_straight_back() {
    Outgoing copy = copies.again(incoming(Map.of()), 1, Duration.ZERO);

    assertThat(copy.routingKey()).isEqualTo("q");
    assertThat(copy.properties().getExpiration()).isNull();
  }

  @Test
  void what_comes_back_is_as_its_publisher_sent_it() {
    Incoming first =
        incoming(Map.of("a", "1", "CC", List.of("other"), "x-delivery-count", 4, "x-death", "d"));
    assertThat(first.attempt()).isEqualTo(5);

    Outgoing copy = copies.again(first, first.attempt(), Duration.ofSeconds(1));
    assertThat(copy.properties().getHeaders()).doesNotContainKeys("CC", "x-death");
    Incoming back = back(copy);

    assertThat(back.headers()).isEqualTo(Map.of("a", "1", "CC", List.of("other")));
    assertThat(back.exchange()).isEqualTo("in");
    assertThat(back.routingKey()).isEqualTo("shop.placed");
    assertThat(back.attempt()).isEqualTo(6);
    assertThat(back.properties().getMessageId()).isEqualTo("m-1");
  }

  @Test
  void only_a_copy_says_when_its_original_was_stored() {
    Map<String, Object> both = Map.of(Incoming.STORED, 1L, "timestamp_in_ms", 2L);
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(both).build();

    assertThat(stored(new Envelope(1, false, "", "q"), properties, true)).isEqualTo(1);
    assertThat(stored(new Envelope(1, false, "in", "q"), properties, true)).isEqualTo(2);
    assertThat(stored(new Envelope(1, false, "", "q"), properties, false)).isEqualTo(-1);
  }

  private static long stored(Envelope envelope, AMQP.BasicProperties properties, boolean stamped) {
    Instant stored = Incoming.of(envelope, properties, new byte[] {1}, stamped).stored();
    return stored == null ? -1 : stored.toEpochMilli();
  }

  private static Incoming incoming(Map<String, Object> headers) {
    return Incoming.of(
        new Envelope(1, false, "in", "shop.placed"),
        new AMQP.BasicProperties.Builder().messageId("m-1").headers(headers).build(),
        new byte[] {1});
  }

  /** As the server delivers it. */
  private static Incoming back(Outgoing copy) {
    return Incoming.of(
        new Envelope(1, false, "", copy.routingKey()), copy.properties(), copy.body());
  }
}
