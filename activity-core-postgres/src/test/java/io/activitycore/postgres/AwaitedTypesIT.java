package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.postgres.internal.AwaitedTypes;
import io.activitycore.postgres.internal.Database;
import io.activitycore.postgres.internal.Waits;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events of types that no run waits for are not asked about, and no wait is missed for that. */
class AwaitedTypesIT {

  private static final String TENANT = "default";
  private static final int OPENERS = 12;
  private static final int ASKERS = 3;
  private static final int OPENS = 3;

  private static TestDatabase database;
  private static Store one;
  private static Store other;
  private static Store third;

  @BeforeAll
  static void open() {
    database = TestDatabase.shared(OPENERS + ASKERS);
    one = database.store();
    other = database.store();
    third = database.store();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static EventEnvelope event(String type) {
    return new EventEnvelope(
        "event of " + type,
        type,
        "https://shop.example.com",
        Instant.parse("2026-11-21T12:00:00Z"),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }

  private static void begin(Store store, String run) {
    store.runs().prepare(List.of(beginning(new RunKey(TENANT, "orders", run), "first")));
  }

  private static Wait await(Store store, String run, int number, String type) {
    Wait wait =
        new Wait(
            run + "/" + number,
            Wait.Kind.EVENT,
            TENANT,
            "activity-orders:" + run,
            "key",
            Instant.parse("2026-11-21T12:00:00Z"),
            null,
            type,
            "true",
            null);
    store
        .runs()
        .journal(
            List.of(
                new Journal(
                    new RunKey(TENANT, "orders", run),
                    "first",
                    number,
                    List.of(),
                    List.of(wait),
                    List.of(),
                    List.of(),
                    List.of())));
    return wait;
  }

  private static List<Wait> found(WaitStore waits, String type) {
    return waits.mayBeAwaited(TENANT, type)
        ? waits.offer(TENANT, event(type), Duration.ZERO)
        : List.of();
  }

  @Test
  void fromTheMomentThatAWaitIsOpenItsEventsAreFoundByAStoreThatKnewNothingOfTheirType()
      throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    Set<String> open = ConcurrentHashMap.newKeySet();
    Set<String> missed = ConcurrentHashMap.newKeySet();
    List<String> types =
        IntStream.range(0, 2 * OPENERS).mapToObj(n -> "t" + n + "-" + seed).toList();
    ExecutorService pool = Executors.newFixedThreadPool(OPENERS + ASKERS);
    try {
      List<Future<?>> openers = new ArrayList<>();
      for (int n = 0; n < OPENERS; n++) {
        Random random = new Random(seed + n);
        String run = "run-" + n + "-" + seed;
        openers.add(pool.submit(() -> openSome(random, run, types, open)));
      }
      List<Future<?>> askers = new ArrayList<>();
      for (int n = 0; n < ASKERS; n++) {
        Random random = new Random(seed - 1 - n);
        askers.add(
            pool.submit(
                () -> {
                  while (!openers.stream().allMatch(Future::isDone)) {
                    String type = types.get(random.nextInt(types.size()));
                    boolean wasOpen = open.contains(type);
                    if (found(one.waits(), type).isEmpty() && wasOpen) {
                      missed.add(type);
                    }
                  }
                }));
      }
      for (Future<?> each : openers) {
        each.get();
      }
      for (Future<?> each : askers) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(missed).as("seed %d", seed).isEmpty();
    assertThat(open)
        .as("seed %d", seed)
        .allSatisfy(type -> assertThat(found(one.waits(), type)).isNotEmpty());
  }

  private static void openSome(Random random, String run, List<String> types, Set<String> open) {
    begin(other, run);
    for (int number = 1; number <= OPENS; number++) {
      String type = types.get(random.nextInt(types.size()));
      await(random.nextBoolean() ? other : third, run, number, type);
      open.add(type);
    }
  }

  @Test
  void aSetHoldsForASecondAndIsReadAgainByOneBeforeItIsOver() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10); // over its end, as a clock may
    Database of = new Database(database.dataSource(), database.schema());
    Waits waits = new Waits(of, new AwaitedTypes(of, nanos::get));
    assertThat(waits.mayBeAwaited(TENANT, "never")).as("nothing is known").isTrue();
    assertThat(waits.offer(TENANT, event("never"), Duration.ZERO)).isEmpty();
    assertThat(waits.mayBeAwaited(TENANT, "never")).isFalse();

    nanos.addAndGet(Duration.ofMillis(600).toNanos());
    assertThat(waits.mayBeAwaited(TENANT, "never")).as("one looks").isTrue();
    assertThat(waits.mayBeAwaited(TENANT, "never")).as("the others go on").isFalse();

    nanos.addAndGet(Duration.ofMillis(400).toNanos());
    assertThat(waits.mayBeAwaited(TENANT, "never")).as("it does not hold any more").isTrue();
    assertThat(waits.mayBeAwaited(TENANT, "never")).isTrue();
    assertThat(waits.offer(TENANT, event("never"), Duration.ZERO)).isEmpty();
    assertThat(waits.mayBeAwaited(TENANT, "never")).isFalse();
  }

  @Test
  void aRegistrationThatIsGoneIsMadeAgainBeforeAWaitOpens() {
    begin(other, "twice");
    Wait first = await(other, "twice", 1, "lost");
    assertThat(found(one.waits(), "lost")).containsExactly(first);
    String delete = "DELETE FROM <s>.awaited_type WHERE type = 'lost'";
    database.sql().useHandle(handle -> handle.execute(delete));
    Wait second = await(other, "twice", 2, "lost");
    assertThat(found(one.waits(), "lost")).containsExactlyInAnyOrder(first, second);
    assertThat(found(database.store().waits(), "lost")).hasSize(2);
  }

  @Test
  void withTooManyTypesEveryEventIsAskedAbout() {
    String insert =
        "INSERT INTO <s>.awaited_type (tenant, type) SELECT 'many', n::text FROM generate_series(1,"
            + " 10001) AS n";
    database.sql().useHandle(handle -> handle.execute(insert));
    WaitStore waits = database.store().waits();
    for (int i = 0; i < 3; i++) {
      assertThat(waits.mayBeAwaited("many", "never")).isTrue();
      assertThat(waits.offer("many", event("never"), Duration.ZERO)).isEmpty();
    }
  }
}
