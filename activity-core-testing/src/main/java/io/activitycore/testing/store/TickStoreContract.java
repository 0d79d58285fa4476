package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.spi.TickStore;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.spi.TickStore.Range;
import io.activitycore.spi.TickStore.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the accounts of schedules. */
public abstract class TickStoreContract extends StoreSuite {

  private static final Seen SEEN = new Seen(2, 3);

  /** For the store's tests. */
  protected TickStoreContract() {}

  private TickStore ticks() {
    return store().ticks();
  }

  private Instant at(long seconds) {
    return now().plusSeconds(seconds);
  }

  private Account account() {
    return ticks().find(tenant(), "a").orElseThrow();
  }

  private Lapse lapse(Kind kind, long after, long to) {
    return new Lapse(kind, at(after), at(to), "paused by ann: \"why\"", at(to));
  }

  private Range range(Kind kind, long first, long last, long count) {
    return new Range(kind, at(first), at(last), count, "as the policy wants");
  }

  private boolean settle(long expected, long to, Range... ranges) {
    return ticks().settle(tenant(), "a", at(expected), at(to), List.of(ranges), SEEN);
  }

  @Test
  @DisplayName("T01 An account is opened once and closed for good")
  void openedOnce() {
    assertThat(ticks().find(tenant(), "a")).isEmpty();
    Account opened = ticks().open(tenant(), "a", at(0));
    assertThat(ticks().open(tenant(), "a", at(50))).isEqualTo(opened).isEqualTo(account());
    assertThat(opened.settledTo()).isEqualTo(at(0));
    assertThat(opened.due()).isZero();
    assertThat(ticks().find(tenant() + "x", "a")).isEmpty();

    settle(0, 10, range(Kind.RUN, 1, 9, 9));
    ticks().close(tenant(), "a");
    assertThat(ticks().find(tenant(), "a")).isEmpty();
    assertThat(ticks().ranges(tenant(), "a", at(0), at(100))).isEmpty();
  }

  @Test
  @DisplayName("T02 What is covered never goes back")
  void covered() {
    ticks().cover(tenant(), "a", at(10));
    assertThat(account().coveredTo()).isEqualTo(at(10));
    ticks().cover(tenant(), "a", at(5));
    assertThat(account().coveredTo()).isEqualTo(at(10));
    ticks().cover(tenant(), "a", at(20));
    assertThat(account().coveredTo()).isEqualTo(at(20));
    assertThat(account().openedAfter()).isEqualTo(at(10));
  }

  @Test
  @DisplayName("T03 A pause keeps its beginning, and its end adds each lapse once")
  void paused() {
    ticks().open(tenant(), "a", at(0));
    ticks().open(tenant(), "b", at(0));
    ticks().pause(tenant(), "a", at(3));
    ticks().pause(tenant(), "a", at(7));
    assertThat(account().pausedSince()).isEqualTo(at(3));
    assertThat(ticks().paused(tenant())).containsExactly("a");

    ticks().resume(tenant(), "a", List.of(lapse(Kind.SKIPPED, 3, 9)));
    ticks().resume(tenant(), "a", List.of(lapse(Kind.SKIPPED, 3, 9), lapse(Kind.DROPPED, 3, 9)));
    assertThat(account().pausedSince()).isNull();
    assertThat(account().lapses())
        .containsExactly(lapse(Kind.SKIPPED, 3, 9), lapse(Kind.DROPPED, 3, 9));
    assertThat(ticks().paused(tenant())).isEmpty();
  }

  @Test
  @DisplayName("T04 Ticks are settled once, in order, and counted by their fate")
  void settled() {
    ticks().open(tenant(), "a", at(0));
    ticks().resume(tenant(), "a", List.of(lapse(Kind.SKIPPED, 1, 10), lapse(Kind.SKIPPED, 11, 30)));
    assertThat(settle(0, 10, range(Kind.RUN, 1, 4, 4), range(Kind.SKIPPED, 5, 9, 5))).isTrue();
    assertThat(settle(0, 10, range(Kind.RUN, 1, 4, 4))).as("somebody was faster").isFalse();
    assertThat(settle(10, 20, range(Kind.RUN, 11, 19, 9))).isTrue();

    assertThat(account().settledTo()).isEqualTo(at(20));
    assertThat(account().counts()).isEqualTo(Map.of(Kind.RUN, 13L, Kind.SKIPPED, 5L));
    assertThat(account().due()).isEqualTo(18);
    assertThat(account().seen()).isEqualTo(SEEN);
    assertThat(account().lapses()).containsExactly(lapse(Kind.SKIPPED, 11, 30));
    assertThat(ticks().ranges(tenant(), "a", at(0), at(100)))
        .containsExactly(
            range(Kind.RUN, 1, 4, 4), range(Kind.SKIPPED, 5, 9, 5), range(Kind.RUN, 11, 19, 9));
    assertThat(ticks().ranges(tenant(), "a", at(9), at(10)))
        .containsExactly(range(Kind.SKIPPED, 5, 9, 5));
  }

  @Test
  @DisplayName("T05 Of several that settle at once, one does")
  void oneSettles() {
    ticks().open(tenant(), "a", at(0));
    List<Boolean> won = atOnce(8, () -> settle(0, 10, range(Kind.RUN, 1, 9, 9)));
    assertThat(won.stream().filter(Boolean::booleanValue)).hasSize(1);
    assertThat(account().due()).isEqualTo(9);
  }

  @Test
  @DisplayName("T06 Without an account nothing is settled, paused or resumed")
  void none() {
    assertThat(settle(0, 10)).isFalse();
    ticks().pause(tenant(), "a", at(0));
    ticks().resume(tenant(), "a", List.of());
    assertThat(ticks().find(tenant(), "a")).isEmpty();
  }
}
