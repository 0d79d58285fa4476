package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.spi.Broker;
import io.activitycore.spi.SourceState;
import io.activitycore.testing.JavaProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong between a group of hosts and a broker that both live: who consumes changes, is
 * too slow, cannot dead-letter, or commits out of order. One broker for all of these; each has its
 * lane on it. {@code -Dseed=N} repeats a run; the soak profile storms for longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsumerFaults {

  private static final Duration STEP = Duration.ofSeconds(2);
  private static final int ROUNDS = Play.SOAK ? 8 : 1;

  private static final String LATE = "-commits-late";

  /** Rows have their numbers when their transaction comes to its end, and waits there. */
  private static final String HOLD =
      """
      CREATE FUNCTION %1$s.hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(LOCK);
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON %1$s.outbox
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.event_id LIKE '%%-commits-late%%') EXECUTE FUNCTION %1$s.hold()
      """;

  private static final String HELD =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ";
  private static final String LATE_ROWS =
      "SELECT count(*) FROM %s.outbox WHERE event_id LIKE '%%-commits-late%%'";
  private static final String PUBLISHED =
      "SELECT count(*) FROM %s.outbox WHERE published_at IS NOT NULL";
  private static final String OVERTAKEN =
      """
      SELECT count(*) FROM %1$s.outbox late JOIN %1$s.outbox other
        ON late.id < other.id AND late.published_at > other.published_at
        WHERE late.event_id LIKE '%%-commits-late%%'
        AND other.event_id NOT LIKE '%%-commits-late%%'
      """;

  private BrokerUnderTest broker;

  /** Started, impatient with its consumers. */
  abstract BrokerUnderTest startBroker() throws Exception;

  /** Returns when the broker has had enough of what the host has in hand. */
  void awaitImpatience(ActivityCore core) {
    Play.pass(Kind.PATIENCE.multipliedBy(2));
  }

  @BeforeAll
  final void start() throws Exception {
    broker = startBroker();
  }

  @AfterAll
  final void stop() {
    broker.close();
  }

  final BrokerUnderTest broker() {
    return broker;
  }

  private enum Move {
    JOIN,
    LEAVE,
    DIE
  }

  @Test
  void hosts_that_join_leave_and_die_under_load_lose_and_double_nothing(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("storm", broker, folder)) {
      Deque<JavaProcess> hosts = new ArrayDeque<>();
      hosts.add(play.stage().joined());
      for (Move move : moves(play)) {
        play.batch(25);
        switch (move) {
          case JOIN -> hosts.add(play.stage().join());
          case LEAVE -> hosts.remove().terminate();
          case DIE -> hosts.remove().kill();
        }
        play.note(move + ", " + hosts.size() + " hosts");
        Play.pass(STEP);
      }
      hosts.removeIf(each -> !each.alive()); // one that a server was too slow for
      if (hosts.isEmpty()) {
        hosts.add(play.stage().joined());
      }
      play.awaitSent();
      play.endLeases();
      play.settle();
      hosts.forEach(JavaProcess::terminate);
      hosts.forEach(each -> assertThat(each.awaitExit(Play.LONGEST)).isNotNegative());
      play.assertNothingIsLeft();
    }
  }

  /** Each of them in each round, and never one more to go than there are hosts. */
  private static List<Move> moves(Play play) {
    List<Move> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<Move> moves = new ArrayList<>(List.of(Move.JOIN, Move.LEAVE, Move.DIE));
      Collections.shuffle(moves, play.random());
      all.add(Move.JOIN);
      all.addAll(moves);
    }
    return all;
  }

  @Test
  void a_consumer_slower_than_the_broker_likes_loses_nothing_and_lives_on(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("slow", broker, folder)) {
      try (Broker ours = broker.kind().member(broker.proxied(), play.scene().lane());
          ActivityCore core = play.core(ours)) {
        core.start();
        play.batch(10);
        play.settle();
        List<Fault> faults =
            new ArrayList<>(List.of(Fault.TEMPORAL_FROZEN, Fault.TEMPORAL_SWALLOWED));
        Collections.shuffle(faults, play.random());
        for (Fault fault : faults) {
          fault.begin(play.stage(), play.random());
          play.batch(20);
          play.send(play.messages().order("DE", "")); // at least one that must wait
          awaitImpatience(core);
          fault.end(play.stage());
          play.note(fault + " is over");
        }
        play.settle();
        await()
            .atMost(Play.LONGEST)
            .until(() -> core.sources().values().stream().allMatch(SourceState::healthy));
        play.batch(10);
        play.settle();
      }
      play.assertNothingIsLeft();
    }
  }

  @Test
  void poison_that_cannot_be_dead_lettered_waits_unacknowledged_and_is_dead_lettered_once(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("dead letters away", broker, folder)) {
      String lane = play.scene().lane();
      JavaProcess first = play.stage().joined();
      play.send(play.messages().order("DE", ""));
      play.settle();

      broker.takeDeadLetters(lane);
      play.send(play.messages().poison());
      play.send(play.messages().order("FR", ""));
      first.awaitLine(broker.alarm(), Play.LONGEST);
      play.send(play.messages().order("DE", ""));
      play.awaitSent();
      assertThat(play.deadLetters()).isEmpty();
      first.kill();
      play.note("died with poison in hand");
      await().atMost(Play.LONGEST).until(() -> broker.pending(lane) > 0);

      broker.giveDeadLetters(lane);
      JavaProcess second = play.stage().joined();
      play.endLeases();
      play.settle();
      assertThat(play.deadLetters()).hasSize(1);
      second.terminate();
      assertThat(second.awaitExit(Play.LONGEST)).isNotNegative();
      play.assertNothingIsLeft();
    }
  }

  @Test
  void events_out_of_transactions_that_commit_out_of_order_all_arrive(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("out of order", broker, folder)) {
      try (Broker ours = broker.kind().member(broker.proxied(), play.scene().lane());
          ActivityCore core = play.core(ours)) {
        core.start();
        long lock = 1L + play.random().nextInt(Integer.MAX_VALUE);
        play.store().change(HOLD.replace("LOCK", Long.toString(lock)));
        try (Connection holder = play.store().connection();
            Statement statement = holder.createStatement()) {
          statement.execute("SELECT pg_advisory_lock(" + lock + ")");
          play.send(play.messages().order("FR", LATE));
          await().atMost(Play.LONGEST).until(() -> play.store().number(HELD + lock) > 0);
          play.send(play.messages().order("FR", ""));
          await().atMost(Play.LONGEST).until(() -> play.store().number(PUBLISHED) > 0);
          assertThat(play.store().number(LATE_ROWS)).as("rows committed meanwhile").isZero();
          statement.execute("SELECT pg_advisory_unlock(" + lock + ")");
        }
        play.settle();
        assertThat(play.store().number(OVERTAKEN)).as("overtaken rows").isPositive();
      }
      play.assertNothingIsLeft();
    }
  }
}
