package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.activitycore.rabbitmq.RabbitOptions.OrderKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InFlightTest {

  private final InFlight inFlight = new InFlight(10);

  @Test
  void a_message_in_hand_that_comes_again_is_adopted_and_settled_by_its_new_tag() {
    Held held = taken("one", false, 1, 1);
    assertThat(inFlight.hand(held)).isTrue();
    inFlight.lost();
    assertThat(held.isOrphan()).isTrue();

    assertThat(inFlight.admit(message("one"), true, "p", 2, 7)).isNull();
    assertThat(held.channel()).isEqualTo(2);
    assertThat(held.tag()).isEqualTo(7);
    inFlight.remove(held);
    assertThat(inFlight.inHand()).isZero();
    assertThat(inFlight.unsettled()).isZero();
  }

  @Test
  void equal_messages_are_adopted_one_for_one() {
    Held first = taken("same", false, 1, 1);
    Held second = taken("same", false, 1, 2);
    inFlight.hand(first);
    inFlight.hand(second);
    inFlight.lost();

    assertThat(inFlight.admit(message("same"), true, "p", 2, 1)).isNull();
    assertThat(inFlight.admit(message("same"), true, "p", 2, 2)).isNull();
    assertThat(inFlight.admit(message("same"), true, "p", 2, 3)).isNotNull();
  }

  @Test
  void headers_of_bytes_tell_messages_apart_by_what_they_hold() {
    assertThat(withBytes(1).fingerprint()).isEqualTo(withBytes(1).fingerprint());
    assertThat(withBytes(1).fingerprint()).isNotEqualTo(withBytes(2).fingerprint());
  }

  private static Incoming withBytes(int value) {
    Map<String, Object> headers = Map.of("b", new byte[] {(byte) value}, "l", List.of("x"));
    return Incoming.of(
        new Envelope(1, false, "x", "k"),
        new AMQP.BasicProperties.Builder().headers(headers).build(),
        new byte[0]);
  }

  @Test
  void an_equal_message_that_was_never_delivered_before_is_another_one() {
    Held first = taken("same", false, 1, 1);
    inFlight.hand(first);
    inFlight.lost();

    assertThat(inFlight.admit(message("same"), false, "p", 2, 1)).isNotNull();
  }

  @Test
  void what_was_not_handed_over_when_the_channel_went_is_not_handed_over_any_more() {
    Held held = taken("one", false, 1, 1);
    inFlight.lost();

    assertThat(inFlight.hand(held)).isFalse();
    assertThat(inFlight.admit(message("one"), true, "p", 2, 1)).isNotNull();
  }

  @Test
  void a_lane_lets_one_go_at_a_time_whatever_is_lost_and_given_back() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Lanes lanes = new Lanes(new OrderKey(null));
    Deque<Held> taken = new ArrayDeque<>();
    List<Held> inHand = new ArrayList<>();
    List<Held> handed = new ArrayList<>();
    int sent = 0;
    for (int step = 0; step < 2_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        sent++;
        taken.add(taken("k" + sent % 3 + "-" + sent, false, 1, sent));
      } else if (dice < 7 && !taken.isEmpty()) {
        Held next = taken.remove();
        if (lanes.enter(next) && inFlight.hand(next)) {
          inHand.add(next);
          handed.add(next);
        } else if (next.place() == Held.Place.GONE) {
          pass(taken, lanes.leave(next));
        }
      } else if (dice == 7 && random.nextInt(20) == 0) {
        inFlight.taken().forEach(inFlight::givenBack);
      } else if (!inHand.isEmpty()) {
        Held done = inHand.remove(random.nextInt(inHand.size()));
        inFlight.remove(done);
        pass(taken, lanes.leave(done));
      }
      assertThat(inHand.stream().map(h -> text(h).substring(0, 2)))
          .as("seed " + seed)
          .doesNotHaveDuplicates();
    }
    assertInOrder(handed, seed);
  }

  private static void assertInOrder(List<Held> handed, long seed) {
    Map<String, Integer> last = new HashMap<>();
    for (Held each : handed) {
      int number = Integer.parseInt(text(each).substring(3));
      Integer before = last.put(text(each).substring(0, 2), number);
      assertThat(number).as("seed " + seed).isGreaterThan(before == null ? 0 : before);
    }
    assertThat(last).as("seed " + seed).hasSize(3);
  }

  @Test
  void the_room_is_what_is_not_in_hand() throws Exception {
    InFlight small = new InFlight(1);
    Held held = small.admit(message("one"), false, "p", 1, 1);
    assertThat(small.awaitRoom(Duration.ZERO)).isTrue();
    small.hand(held);
    assertThat(small.awaitRoom(Duration.ofMillis(1))).isFalse();
    small.remove(held);
    assertThat(small.awaitRoom(Duration.ZERO)).isTrue();
  }

  private static void pass(Deque<Held> taken, Held next) {
    if (next != null) {
      taken.addFirst(next);
    }
  }

  private Held taken(String body, boolean again, long channel, long tag) {
    Held held = inFlight.admit(message(body), again, "p", channel, tag);
    assertThat(held).isNotNull();
    return held;
  }

  private static String text(Held held) {
    return new String(held.message().body(), StandardCharsets.UTF_8);
  }

  private static Incoming message(String body) {
    String key = body.contains("-") ? body.substring(0, body.indexOf('-')) : body;
    return Incoming.of(
        new Envelope(1, false, "x", key),
        new AMQP.BasicProperties.Builder().build(),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
