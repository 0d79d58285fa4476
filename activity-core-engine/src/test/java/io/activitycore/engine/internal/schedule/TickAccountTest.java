package io.activitycore.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.schedule.ServerView.Started;
import io.activitycore.engine.internal.schedule.TickAccount.Due;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.spi.TickStore.Range;
import io.activitycore.spi.TickStore.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TickAccountTest {

  private static final Instant BEGIN = Instant.parse("2026-03-28T09:00:00Z");
  private static final Instant NOW = BEGIN.plusSeconds(3600);
  private static final ServerView QUIET = server(false, 0, Set.of(), 0, 0);

  private static ServerView server(
      boolean paused, long buffered, Set<String> running, long missed, long dropped) {
    return server(paused, buffered, running, missed, dropped, List.of());
  }

  private static ServerView server(
      boolean paused,
      long buffered,
      Set<String> running,
      long missed,
      long dropped,
      List<Started> recent) {
    return new ServerView(
        NOW, paused, "", buffered, running, missed, dropped, Duration.ofSeconds(10), recent, BEGIN);
  }

  /** It started runs: of a tick, at a second. */
  private static ServerView late(long missed, int... ticksAndSeconds) {
    List<Started> recent = new ArrayList<>();
    for (int i = 0; i < ticksAndSeconds.length; i += 2) {
      recent.add(
          new Started(
              BEGIN.plusSeconds(ticksAndSeconds[i]), BEGIN.plusSeconds(ticksAndSeconds[i + 1])));
    }
    return server(false, 0, Set.of(), missed, 0, recent);
  }

  private static Account account(int covered, Lapse... lapses) {
    return new Account(
        "default",
        "a",
        BEGIN,
        BEGIN,
        BEGIN.plusSeconds(covered),
        null,
        List.of(lapses),
        Map.of(),
        new Seen(0, 0));
  }

  private static Lapse lapse(Kind kind, int after, int to, Instant at) {
    return new Lapse(kind, BEGIN.plusSeconds(after), BEGIN.plusSeconds(to), "paused", at);
  }

  /** The fates of ticks, a second apart: {@code r} has a run, {@code -} has none. */
  private static String settled(Misfire policy, Account account, ServerView server, String ran) {
    return fates(new TickAccount(policy, account, server, Instant::toString, NOW), ran, false);
  }

  private static String fates(TickAccount account, String ran, boolean last) {
    List<Due> due = new ArrayList<>();
    for (int i = 0; i < ran.length(); i++) {
      due.add(new Due(BEGIN.plusSeconds(i + 1), ran.charAt(i) == 'r'));
    }
    TickAccount settled = last ? account.close(due) : account.settle(due);
    StringBuilder fates = new StringBuilder();
    for (Range range : settled.ranges()) {
      fates.append(range.kind().name().substring(0, 1).repeat((int) range.count()));
    }
    assertThat(settled.settledTo()).isEqualTo(BEGIN.plusSeconds(fates.length()));
    return fates.toString();
  }

  @Test
  void a_tick_with_a_run_is_run() {
    assertThat(settled(Misfire.SKIP, account(0), QUIET, "rrr")).isEqualTo("RRR");
  }

  @Test
  void what_was_too_late_comes_before_what_was_skipped() {
    ServerView late = server(false, 0, Set.of(), 2, 0);

    assertThat(settled(Misfire.SKIP, account(0), late, "r--r--")).isEqualTo("RMMRSS");
  }

  @Test
  void what_was_too_late_comes_just_before_the_first_that_was_not() {
    String ran = "r--rr------r----------r";
    ServerView back = late(6, 4, 4, 5, 5, 12, 22, 23, 23);

    assertThat(settled(Misfire.SKIP, account(0), back, ran))
        .as("two skipped, an outage of 16 seconds with a window of 10, and the late run")
        .isEqualTo("RSSRRMMMMMMRSSSSSSSSSSR");
    assertThat(settled(Misfire.SKIP, account(0), late(6, 1, 1, 12, 22), "r----------r"))
        .as("skipped right before it")
        .isEqualTo("RSSSSMMMMMMR");
    String twice = "r-----------r----------r" + "-".repeat(12) + "r----------r";
    assertThat(settled(Misfire.SKIP, account(0), late(13, 13, 23, 37, 47), twice))
        .as("two outages between two looks")
        .isEqualTo("RMMMMMMMMMMMRSSSSSSSSSSR" + "S".repeat(10) + "MMRSSSSSSSSSSR");
  }

  @Test
  void with_a_run_under_way_what_was_too_late_is_where_there_is_room_for_all_of_it() {
    ServerView back = late(6, 4, 4, 5, 5, 24, 24);

    assertThat(settled(Misfire.SKIP, account(0), back, "r--rr------------------r"))
        .isEqualTo("RSSRRMMMMMMSSSSSSSSSSSSR");
    assertThat(settled(Misfire.SKIP, account(0), back, "r--rr---"))
        .as("it goes on behind these")
        .isEqualTo("RSSRRMMM");
  }

  @Test
  void behind_a_tick_that_may_still_run_nothing_is_settled() {
    String second = BEGIN.plusSeconds(2).toString();
    ServerView running = server(false, 0, Set.of(second), 0, 0);

    assertThat(settled(Misfire.SKIP, account(0), running, "r-r")).isEqualTo("R");
    assertThat(settled(Misfire.CATCHUP, account(0), server(false, 2, Set.of(), 0, 0), "rr--"))
        .isEqualTo("RR");
    assertThat(settled(Misfire.CATCHUP, account(0), server(true, 0, Set.of(), 0, 0), "r--"))
        .isEqualTo("R");
  }

  @Test
  void a_full_buffer_drops() {
    ServerView full = server(false, 0, Set.of(), 0, 2);

    assertThat(settled(Misfire.CATCHUP, account(0), full, "r--r")).isEqualTo("RDDR");
  }

  @Test
  void a_window_covers_its_ticks_and_the_others_wait_for_the_next() {
    assertThat(settled(Misfire.COMPRESS, account(3), QUIET, "r----")).isEqualTo("RCC");
    assertThat(settled(Misfire.COMPRESS, account(0), QUIET, "r--r-"))
        .as("runs that failed cover nothing")
        .isEqualTo("R");
  }

  @Test
  void a_lapse_says_what_becomes_of_its_ticks() {
    Account skipped = account(0, lapse(Kind.SKIPPED, 1, 3, NOW));
    assertThat(settled(Misfire.SKIP, skipped, QUIET, "r--r")).isEqualTo("RSSR");

    Account asked = account(0, lapse(Kind.BUFFERED, 1, 3, NOW));
    assertThat(settled(Misfire.CATCHUP, asked, QUIET, "r-rr"))
        .as("asked for just now: may still run, whatever ran since")
        .isEqualTo("R");
    Account before = account(0, lapse(Kind.BUFFERED, 1, 3, BEGIN));
    assertThat(settled(Misfire.CATCHUP, before, QUIET, "r-rr")).isEqualTo("RDRR");
    Account lately = account(0, lapse(Kind.BUFFERED, 1, 3, NOW.minusSeconds(30)));
    assertThat(settled(Misfire.CATCHUP, lately, QUIET, "r-r-"))
        .as("one asked for after it ran; of the last that may be yet to come")
        .isEqualTo("RDRM");
    assertThat(settled(Misfire.CATCHUP, lately, QUIET, "r--r")).isEqualTo("R");
  }

  @Test
  void of_a_pause_a_skipping_schedule_runs_one_tick_unless_another_run_was_under_way() {
    Account asked =
        account(
            0,
            lapse(Kind.BUFFERED, 1, 2, NOW.minusSeconds(30)),
            lapse(Kind.SKIPPED, 2, 4, NOW.minusSeconds(30)));

    assertThat(settled(Misfire.SKIP, asked, QUIET, "rr--r")).isEqualTo("RRSSR");
    assertThat(settled(Misfire.SKIP, asked, QUIET, "r---r")).isEqualTo("RSSSR");
  }

  @Test
  void where_the_oldest_runs_for_all_those_without_room_are_the_newest() {
    ServerView full = server(false, 0, Set.of(), 1, 3);
    String late = "-r" + "-".repeat(1_002) + "r-";

    assertThat(settled(Misfire.SKIP, account(0), full, late))
        .isEqualTo("MR" + "S".repeat(999) + "DDD" + "RS");
  }

  @Test
  void a_schedule_that_was_made_anew_counts_from_nothing() {
    Account before =
        new Account("default", "a", BEGIN, BEGIN, BEGIN, null, List.of(), Map.of(), new Seen(7, 7));

    assertThat(settled(Misfire.SKIP, before, server(false, 0, Set.of(), 2, 0), "--r"))
        .isEqualTo("SSR");
    assertThat(
            new TickAccount(
                    Misfire.SKIP, before, server(false, 0, Set.of(), 0, 0), Instant::toString, NOW)
                .seen())
        .isEqualTo(new Seen(0, 0));
  }

  @Test
  void work_that_no_run_can_do_any_more_is_missed() {
    ServerView over =
        new ServerView(
            null, false, "", 0, Set.of(), 0, 0, Duration.ofSeconds(10), List.of(), BEGIN);

    assertThat(settled(Misfire.COMPRESS, account(1), over, "r--")).isEqualTo("RMM");
  }

  @Test
  void what_a_definition_had_left_when_it_was_changed_has_a_fate() {
    assertThat(closed(Misfire.CATCHUP, server(false, 2, Set.of(), 0, 0), "rr--")).isEqualTo("RRBB");
    assertThat(closed(Misfire.CATCHUP, QUIET, "r--")).isEqualTo("RMM");
    assertThat(closed(Misfire.CATCHUP, server(false, 2, Set.of(), 1, 1), "r----"))
        .as("too old, taken, without room")
        .isEqualTo("RMBBD");
    assertThat(closed(Misfire.SKIP, QUIET, "r--")).isEqualTo("RSS");
    assertThat(closed(Misfire.COMPRESS, QUIET, "r--")).isEqualTo("RCC");
  }

  private static String closed(Misfire policy, ServerView server, String ran) {
    return fates(new TickAccount(policy, account(0), server, Instant::toString, NOW), ran, true);
  }
}
