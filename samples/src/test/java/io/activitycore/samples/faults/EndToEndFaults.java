package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.samples.faults.Sent.Fate;
import io.activitycore.testing.Failpoint;
import io.activitycore.testing.Failpoints;
import io.activitycore.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One stream of messages of every kind through a host, while it, the broker, Temporal, PostgreSQL
 * and the networks between them fail by a seeded schedule. Afterwards nothing is lost, doubled or
 * without an answer. {@code -Dseed=N} repeats a run; the soak profile makes each fault last as long
 * as {@link Fault} says.
 */
abstract class EndToEndFaults {

  private static final int MIB = 1024 * 1024;
  private static final int BATCH = Play.SOAK ? 40 : 5;

  /** Started, with nothing in it. */
  abstract BrokerUnderTest startBroker() throws Exception;

  @Test
  void nothing_is_lost_doubled_or_without_an_answer(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (BrokerUnderTest broker = startBroker();
        Play play = new Play("faults", broker, folder)) {
      String relayed = crashPoints(play, folder);
      faults(play);
      play.settle();
      await()
          .atMost(Play.LONGEST)
          .alias("seed " + play.seed())
          .until(() -> broker.pending(play.scene().lane()) == 0);
      play.stage().stopHost();
      play.assertNothingIsLeft();
      play.assertFates();
      String attempts = "SELECT attempts FROM %s.outbox WHERE event_id = '" + relayed + "'";
      assertThat(play.store().number(attempts))
          .as("seed %d: the relay's event was claimed again", play.seed())
          .isGreaterThan(1);
    }
  }

  /**
   * Three hosts die, each where it would hurt most. The event out that the first one stopped at.
   */
  private static String crashPoints(Play play, Path folder) throws IOException {
    Stage stage = play.stage();
    Path published = folder.resolve("published");
    JavaProcess first = stage.startHost(Map.of(FaultHostMain.RELAY, published.toString()));
    play.batch(BATCH);
    play.send(play.messages().order("FR", '-' + FaultHostMain.RELAY_MATCH));
    first.awaitFile(published, Play.LONGEST);
    play.note("dies between publishing and marking");

    Path started = folder.resolve("started");
    JavaProcess second =
        stage.startHost(Failpoints.environment(Failpoint.AFTER_START, started, "-after-start"));
    play.batch(BATCH);
    play.send(play.messages().order("DE", "-after-start"));
    second.awaitFile(started, Play.LONGEST);
    play.note("dies between start and acknowledgement");

    Path handed = folder.resolve("handed");
    JavaProcess third =
        stage.startHost(Failpoints.environment(Failpoint.BEFORE_START, handed, "-before-start"));
    play.batch(BATCH);
    play.send(play.messages().order("FR", "-before-start"));
    third.awaitFile(handed, Play.LONGEST);
    play.note("dies before the start");
    third.kill();
    if (!Play.SOAK) {
      play.endLeases();
    }
    stage.startHost(Map.of());
    return Files.readString(published);
  }

  private static void faults(Play play) {
    List<Fault> schedule = new ArrayList<>(List.of(Fault.values()));
    Collections.shuffle(schedule, play.random());
    if (!Play.SOAK) {
      schedule.remove(Fault.HOST_KILLED); // three have died already
    }
    for (Fault fault : schedule) {
      play.batch(BATCH);
      play.note(fault + " begins");
      fault.begin(play.stage(), play.random());
      play.batch(BATCH);
      Play.pass(fault.length(Play.SOAK));
      fault.end(play.stage());
      play.note(fault + " is over");
    }
    play.send(play.messages().sized(MIB, Fate.MATCHED));
    play.send(play.messages().sized(2 * MIB - 1, Fate.DEAD_LETTERED));
    play.send(play.messages().sized(2 * MIB + 1, Fate.DEAD_LETTERED));
    play.send(play.messages().sized(4 * MIB + 1, Fate.DEAD_LETTERED));
    play.batch(BATCH);
  }
}
