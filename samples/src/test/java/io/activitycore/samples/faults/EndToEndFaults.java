package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.samples.faults.Sent.Fate;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Failpoint;
import io.activitycore.testing.Failpoints;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One stream of messages of every kind through a host, while it, the broker, Temporal and the
 * networks between them fail by a seeded schedule. Afterwards nothing is lost, doubled or without
 * an answer. {@code -Dseed=N} repeats a run; the soak profile makes each fault last as long as
 * {@link Fault} says.
 */
abstract class EndToEndFaults {

  private static final int MIB = 1024 * 1024;
  private static final boolean SOAK = Boolean.getBoolean("activity-core.long-faults");
  private static final Duration LONGEST = Duration.ofSeconds(SOAK ? 300 : 120);
  private static final int BATCH = SOAK ? 40 : 5;

  private final long begin = System.nanoTime();
  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Scene scene = Scene.create();
  private final Messages messages = new Messages(scene, random);
  private final List<Sent> sent = new ArrayList<>();
  private String waitsFor = "";
  private final Queue<EventHints> out = new ConcurrentLinkedQueue<>();

  /** Started, with nothing in it. */
  abstract BrokerUnderTest startBroker() throws Exception;

  @Test
  void nothing_is_lost_doubled_or_without_an_answer(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    note("seed " + seed + ", lane " + scene.lane());
    WorkflowServiceStubs stubs = null;
    try (BrokerUnderTest broker = startBroker();
        Stage stage = new Stage(scene, broker, Servers.postgres(), folder);
        FaultStore store = new FaultStore(Servers.postgres(), scene.lane());
        Broker observer = broker.kind().observer(broker.straight(), scene.lane());
        Broker desk = broker.kind().broker(broker.straight(), scene.lane(), false);
        Sender sender = new Sender(broker, scene.lane())) {
      stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder()
                  .setTarget(stage.temporal().address())
                  .build());
      observe(observer);
      note("servers are up");
      Account account = new Account(scene, stage, store, desk, WorkflowClient.newInstance(stubs));
      String relayed = crashPoints(stage, sender, store, folder);
      faults(stage, sender);
      settle(stage, sender, account);
      assertThat(store.number("SELECT attempts FROM %s.outbox WHERE event_id = '" + relayed + "'"))
          .as("seed %d: the relay's event was claimed again", seed)
          .isGreaterThan(1);
      store.drop();
    } finally {
      if (stubs != null) {
        stubs.shutdownNow();
      }
    }
  }

  private void note(String what) {
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.printf("%s %6d ms: %s%n", getClass().getSimpleName(), millis, what);
  }

  private void observe(Broker observer) {
    observer
        .source()
        .subscribe(
            delivery -> {
              out.add(EventHints.of(delivery.body(), delivery.headers()));
              return CompletableFuture.completedStage(Settlement.ACK);
            });
  }

  /**
   * Three hosts die, each where it would hurt most. The event out that the first one stopped at.
   */
  private String crashPoints(Stage stage, Sender sender, FaultStore store, Path folder)
      throws IOException {
    Path published = folder.resolve("published");
    JavaProcess first = stage.startHost(Map.of(FaultHostMain.RELAY, published.toString()));
    batch(sender);
    send(sender, messages.order("FR", '-' + FaultHostMain.RELAY_MATCH));
    first.awaitFile(published, LONGEST);
    note("dies between publishing and marking");

    Path started = folder.resolve("started");
    JavaProcess second =
        stage.startHost(Failpoints.environment(Failpoint.AFTER_START, started, "-after-start"));
    batch(sender);
    send(sender, messages.order("DE", "-after-start"));
    second.awaitFile(started, LONGEST);
    note("dies between start and acknowledgement");

    Path handed = folder.resolve("handed");
    JavaProcess third =
        stage.startHost(Failpoints.environment(Failpoint.BEFORE_START, handed, "-before-start"));
    batch(sender);
    send(sender, messages.order("FR", "-before-start"));
    third.awaitFile(handed, LONGEST);
    note("dies before the start");
    third.kill();
    if (!SOAK) {
      // The dead relays' leases end now rather than in half a minute.
      store.change("UPDATE %s.outbox SET due_at = now() WHERE published_at IS NULL");
    }
    stage.startHost(Map.of());
    return Files.readString(published);
  }

  private void faults(Stage stage, Sender sender) {
    List<Fault> schedule = new ArrayList<>(List.of(Fault.values()));
    Collections.shuffle(schedule, random);
    if (!SOAK) {
      schedule.remove(Fault.HOST_KILLED); // three have died already
    }
    for (Fault fault : schedule) {
      batch(sender);
      note(fault + " begins");
      fault.begin(stage, random);
      batch(sender);
      pass(fault.length(SOAK));
      fault.end(stage);
      note(fault + " is over");
    }
    send(sender, messages.sized(MIB, Fate.MATCHED));
    send(sender, messages.sized(2 * MIB - 1, Fate.DEAD_LETTERED));
    send(sender, messages.sized(2 * MIB + 1, Fate.DEAD_LETTERED));
    send(sender, messages.sized(4 * MIB + 1, Fate.DEAD_LETTERED));
    batch(sender);
  }

  /** What nobody can be asked for. */
  private static void pass(Duration time) {
    if (!time.isZero()) {
      await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }
  }

  private void batch(Sender sender) {
    for (int n = 0; n < BATCH; n++) {
      boolean again = !sent.isEmpty() && random.nextInt(8) == 0;
      send(sender, again ? sent.get(random.nextInt(sent.size())) : messages.any());
    }
  }

  private void send(Sender sender, Sent message) {
    sent.add(message);
    sender.send(message);
  }

  private void settle(Stage stage, Sender sender, Account account) throws Exception {
    BrokerUnderTest broker = stage.broker();
    await().atMost(LONGEST).alias("seed " + seed).until(sender::isDone);
    note("all is sent");
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(500))
        .alias("seed " + seed)
        .untilAsserted(() -> look(account, sender));
    await().atMost(LONGEST).alias("seed " + seed).until(() -> broker.pending(scene.lane()) == 0);
    stage.stopHost();
    await().atMost(LONGEST).until(() -> broker.isLetGo(scene.lane()));
    assertThat(broker.pending(scene.lane())).as("seed %d: left at the broker", seed).isZero();
    Map<Fate, Integer> sums = account.check(sender.confirmed());
    assertThat(sums.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo((int) sent.stream().map(Sent::tag).distinct().count());
    assertCompletions();
    note(sent.size() + " messages sent, fates " + sums);
  }

  /** Says what it still waits for when that is something else than before. */
  private void look(Account account, Sender sender) throws IOException {
    try {
      Map<Fate, Integer> unused = account.check(sender.confirmed());
    } catch (AssertionError e) {
      String subject = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
      if (!subject.equals(waitsFor)) {
        waitsFor = subject;
        note("waits: " + subject);
      }
      throw e;
    }
  }

  private void assertCompletions() {
    long runs =
        sent.stream()
            .filter(each -> each.fate() == Fate.MATCHED)
            .flatMap(each -> each.activities().stream().map(a -> a + ':' + each.eventId()))
            .distinct()
            .count();
    await()
        .atMost(LONGEST)
        .alias("seed " + seed + ": a RunCompleted for each run")
        .until(
            () ->
                out.stream()
                        .filter(event -> "RunCompleted".equals(event.type()))
                        .map(EventHints::eventId)
                        .distinct()
                        .count()
                    == runs);
  }
}
