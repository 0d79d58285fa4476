package io.activitycore.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class WatermarkTest {

  private final Watermark watermark = new Watermark();

  @Test
  void at_first_nothing_is_known() {
    assertThat(watermark.value()).isEqualTo(Watermark.UNKNOWN);
    assertThat(watermark.behind()).isZero();
  }

  @Test
  void it_stays_at_the_lowest_unsettled_record_however_much_is_settled_behind_it() {
    for (long offset = 10; offset < 15; offset++) {
      watermark.admit(offset);
    }
    for (long offset = 11; offset < 15; offset++) {
      assertThat(watermark.settle(offset)).isTrue();
      assertThat(watermark.value()).isEqualTo(10);
    }
    assertThat(watermark.settle(10)).isTrue();
    assertThat(watermark.value()).isEqualTo(15);
    assertThat(watermark.behind()).isZero();
  }

  @Test
  void offsets_that_the_log_does_not_have_are_passed_over() {
    watermark.admit(3);
    watermark.admit(9);
    watermark.settle(3);
    assertThat(watermark.value()).isEqualTo(9);
    watermark.settle(9);
    assertThat(watermark.value()).isEqualTo(10);
    watermark.advance(12);
    assertThat(watermark.value()).isEqualTo(12);
  }

  @Test
  void a_second_settlement_and_one_of_an_unknown_record_do_nothing() {
    watermark.admit(1);
    watermark.admit(2);
    assertThat(watermark.settle(2)).isTrue();
    assertThat(watermark.settle(2)).isFalse();
    assertThat(watermark.settle(7)).isFalse();
    assertThat(watermark.value()).isEqualTo(1);
  }

  @Test
  void a_restart_forgets_what_was_in_hand() {
    watermark.admit(100);
    watermark.restart(5);
    assertThat(watermark.settle(100)).isFalse();
    assertThat(watermark.value()).isEqualTo(5);
    watermark.admit(5);
    assertThat(watermark.value()).isEqualTo(5);
  }

  @Test
  void a_record_before_the_position_is_a_fault_of_ours() {
    watermark.admit(4);
    assertThatThrownBy(() -> watermark.admit(4)).hasMessageContaining("offset 4");
  }

  /** Against a plain set, in any order of settling, with what is in hand growing and shrinking. */
  @RepeatedTest(50)
  void it_never_passes_an_unsettled_record_and_never_lags_behind() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    TreeSet<Long> unsettled = new TreeSet<>();
    long next = random.nextInt(1000);
    long before = next;
    for (int step = 0; step < 2_000; step++) {
      if (unsettled.isEmpty() || random.nextInt(100) < 52) {
        next += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
        watermark.admit(next);
        unsettled.add(next);
        next++;
      } else {
        List<Long> some = new ArrayList<>(unsettled);
        Collections.shuffle(some, random);
        long settled = some.get(0);
        assertThat(watermark.settle(settled)).as("seed %d", seed).isTrue();
        unsettled.remove(settled);
      }
      long expected = unsettled.isEmpty() ? next : unsettled.first();
      assertThat(watermark.value()).as("seed %d, step %d", seed, step).isEqualTo(expected);
      assertThat(expected).as("seed %d: it went back", seed).isGreaterThanOrEqualTo(before);
      before = expected;
    }
  }
}
