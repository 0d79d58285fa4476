package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.samples.faults.Sent.Fate;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.StoredDeadLetter;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A scene on its stage, who sends to it and who watches it. Several may use one broker, one after
 * the other. Used by one thread.
 */
final class Play implements AutoCloseable {

  static final boolean SOAK = Boolean.getBoolean("activity-core.long-faults");
  static final Duration LONGEST = Duration.ofSeconds(SOAK ? 300 : 120);

  private final long begin = System.nanoTime();
  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Scene scene = Scene.create();
  private final Messages messages = new Messages(scene, random);
  private final List<Sent> sent = new ArrayList<>();
  private final Set<String> completed = ConcurrentHashMap.newKeySet();
  private final String title;
  private String waitsFor = "";
  private Map<Fate, Integer> fates = Map.of();
  private final BrokerUnderTest broker;
  private final Stage stage;
  private final FaultStore store;
  private final Broker observer;
  private final Broker desk;
  private final Sender sender;
  private final WorkflowServiceStubs straight;
  private final WorkflowServiceStubs proxied;
  private final Account account;

  Play(String title, BrokerUnderTest broker, Path folder) {
    this.title = broker.kind() + " " + title;
    this.broker = broker;
    note("seed " + seed + ", lane " + scene.lane());
    stage = new Stage(scene, broker, folder);
    store = new FaultStore(stage.postgres().address(), scene.lane());
    observer = broker.kind().observer(broker.straight(), scene.lane());
    desk = broker.kind().broker(broker.straight(), scene.lane(), false);
    sender = new Sender(broker, scene.lane());
    straight = stubs(stage.temporal().address());
    proxied = stubs(stage.temporalProxy().address());
    account = new Account(scene, stage, store, desk, WorkflowClient.newInstance(straight));
    observer
        .source()
        .subscribe(
            delivery -> {
              EventHints event = EventHints.of(delivery.body(), delivery.headers());
              if ("RunCompleted".equals(event.type())) {
                completed.add(String.valueOf(event.eventId()));
              }
              return CompletableFuture.completedStage(Settlement.ACK);
            });
  }

  private static WorkflowServiceStubs stubs(String target) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  void note(String what) {
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.printf("%s %6d ms: %s%n", title, millis, what);
  }

  long seed() {
    return seed;
  }

  Random random() {
    return random;
  }

  Scene scene() {
    return scene;
  }

  Stage stage() {
    return stage;
  }

  FaultStore store() {
    return store;
  }

  Messages messages() {
    return messages;
  }

  /** A host in this process, which comes to Temporal and the broker through their proxies. */
  ActivityCore core(Broker through) {
    return core(through, Duration.ofHours(1));
  }

  /** The same, with that tolerance for the time of a signature. */
  ActivityCore core(Broker through, Duration tolerance) {
    return scene.core(
        WorkflowClient.newInstance(proxied),
        store.store(),
        through,
        FaultHostMain.leaving(stage.effects()),
        tolerance);
  }

  void send(Sent message) {
    sent.add(message);
    sender.send(message);
  }

  /** So many of any kind, now and then one that was sent before. */
  void batch(int count) {
    for (int n = 0; n < count; n++) {
      boolean again = !sent.isEmpty() && random.nextInt(8) == 0;
      send(again ? sent.get(random.nextInt(sent.size())) : messages.any());
    }
  }

  void awaitSent() {
    await().atMost(LONGEST).alias("seed " + seed).until(sender::isDone);
  }

  List<StoredDeadLetter> deadLetters() {
    return desk.deadLetters().orElseThrow().list(DeadLetterQuery.all());
  }

  /** What an operator does: publishes its original once more. */
  void replay(StoredDeadLetter letter) {
    assertThat(desk.deadLetters().orElseThrow().replay(letter.id())).isTrue();
  }

  /** Claims of relays that died end now rather than in half a minute. */
  void endLeases() {
    store.change("UPDATE %s.outbox SET due_at = now() WHERE published_at IS NULL");
  }

  /** Until all that was sent has its fate, once, and all that there is to say of it was said. */
  void settle() {
    awaitSent();
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(300))
        .alias("seed " + seed)
        .untilAsserted(this::check);
    long runs =
        sent.stream()
            .filter(each -> each.fate() == Fate.MATCHED)
            .flatMap(each -> each.activities().stream().map(a -> a + ':' + each.eventId()))
            .distinct()
            .count();
    await()
        .atMost(LONGEST)
        .alias("seed " + seed + ": a RunCompleted for each run")
        .until(() -> completed.size() == runs);
    note(sent.size() + " messages sent, fates " + fates + ", " + runs + " runs");
  }

  /** Each message has exactly one fate, whoever still lives. */
  void assertFates() throws IOException {
    fates = account.check(sender.confirmed());
    assertThat(fates.values().stream().mapToInt(Integer::intValue).sum())
        .as("seed %d: fates", seed)
        .isEqualTo((int) sent.stream().map(Sent::tag).distinct().count());
  }

  /** Says what it still waits for when that is something else than before. */
  private void check() throws IOException {
    try {
      assertFates();
    } catch (AssertionError e) {
      String subject = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
      if (!subject.equals(waitsFor)) {
        waitsFor = subject;
        note("waits: " + subject);
      }
      throw e;
    }
  }

  /** When no host is left: nothing of what was sent stands at the broker. */
  void assertNothingIsLeft() throws Exception {
    await().atMost(LONGEST).until(() -> broker.isLetGo(scene.lane()));
    assertThat(broker.pending(scene.lane())).as("seed %d: left at the broker", seed).isZero();
  }

  /** What nobody can be asked for. */
  static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
  }

  @Override
  public void close() {
    sender.close();
    desk.close();
    observer.close();
    straight.shutdownNow();
    proxied.shutdownNow();
    store.close();
    stage.close();
  }
}
