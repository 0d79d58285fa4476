package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.EventLog;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.TaskTransactions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRetentionIT {

  private final TestDatabase database = TestDatabase.shared();
  private final PostgresStore store = database.store();

  @AfterEach
  void close() {
    database.close();
  }

  private static RunKey key(String occurrence) {
    return new RunKey("default", "orders", occurrence);
  }

  private void run(String occurrence, boolean ends) {
    begin(occurrence, "first");
    if (ends) {
      store
          .runs()
          .finish(
              List.of(
                  new Ending(
                      key(occurrence),
                      "first",
                      RunOutcome.FAILED,
                      JsonNodeFactory.instance.objectNode(),
                      List.of())));
    }
  }

  private Prepared begin(String occurrence, String firstRunId) {
    return store.runs().prepare(List.of(beginning(key(occurrence), firstRunId))).get(0);
  }

  /** Makes all that is there older. */
  private void age(Duration by) {
    database
        .sql()
        .useHandle(
            handle -> {
              for (String column :
                  List.of(
                      "ledger.expires_at",
                      "run.began_at",
                      "ending.ended_at",
                      "decision.recorded_at",
                      "outbox.published_at",
                      "payload.used_at",
                      "task_result.recorded_at",
                      "event.until")) {
                String[] parts = column.split("\\.", -1);
                handle
                    .createUpdate("UPDATE <s>.<t> SET <c> = <c> - :by * interval '1 second'")
                    .define("t", parts[0])
                    .define("c", parts[1])
                    .bind("by", by.toSeconds())
                    .execute();
              }
            });
  }

  private long sweep() {
    try (PostgresRetention retention =
        PostgresRetention.create(
            database.dataSource(), database.options(), PostgresRetention.Periods.defaults())) {
      return retention.sweep();
    }
  }

  private long rows(String table) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM <s>.<t>")
                    .define("t", table)
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void aKeyIsRememberedOverTheWholeWindowAndAfterwardsIsFree() {
    run("e1", true);
    age(Duration.ofDays(399));
    sweep();
    assertThat(store.runs().find(key("e1"))).as("the run is gone by now").isEmpty();
    assertThat(begin("e1", "second")).isEqualTo(new Prepared.Duplicate("first"));
    age(Duration.ofDays(2));
    sweep();
    assertThat(begin("e1", "third")).isInstanceOf(Prepared.Planned.class);
  }

  @Test
  void aRunThatHasNotEndedKeepsItsKeyHoweverOldItIs() {
    run("e1", false);
    age(Duration.ofDays(1000));
    sweep();
    assertThat(begin("e1", "second")).isEqualTo(new Prepared.Duplicate("first"));
    assertThat(store.runs().find(key("e1"))).isPresent();
  }

  @Test
  void aRunThatWasTakenOverStaysWithItsFirstGeneration() {
    run("e1", true);
    age(Duration.ofDays(300));
    Beginning once = beginning(key("e1"), "second");
    store
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    once.key(),
                    once.workflowId() + "~r2",
                    "second",
                    2,
                    "hash",
                    once.plan(),
                    once.decision(),
                    List.of())));
    sweep();
    assertThat(rows("run")).isEqualTo(2);
    assertThat(rows("ending")).isEqualTo(1);
  }

  @Test
  void thousandsGoInBatchesAndWhatIsYoungStays() {
    List<Beginning> old =
        IntStream.range(0, 5_000).mapToObj(i -> beginning(key("old-" + i), "first")).toList();
    store.runs().prepare(old);
    store
        .runs()
        .finish(
            old.stream()
                .map(
                    each ->
                        new Ending(
                            each.key(), "first", RunOutcome.COMPLETED, each.plan(), List.of()))
                .toList());
    store.payloads().put("default", "{}".getBytes(StandardCharsets.UTF_8));
    age(Duration.ofDays(500));
    run("young", true);
    store.payloads().put("default", "[]".getBytes(StandardCharsets.UTF_8));
    // endings, keys, decisions, a payload
    assertThat(sweep()).isEqualTo(15_001);
    assertThat(List.of(rows("ledger"), rows("run"), rows("ending"), rows("decision")))
        .containsOnly(1L);
    assertThat(sweep()).isZero();
  }

  @Test
  void resultsOfTasksGoWithTheirRunAndEventsWhenTheirTimeIsOver() throws Exception {
    run("e1", false);
    RunKey theirs = new RunKey("default", "theirs", "e9");
    for (RunKey key : List.of(key("e1"), theirs)) {
      store
          .taskTransactions()
          .once(
              new TaskTransactions.Instance(
                  key, "activity-" + key.activityId() + ":" + key.occurrence(), key + "/one"),
              Connection.class,
              with -> new TaskTransactions.Done(JsonNodeFactory.instance.objectNode(), List.of()));
    }
    EventEnvelope event =
        new EventEnvelope(
            "e1",
            "t",
            "s",
            Instant.EPOCH,
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode(),
            Map.of());
    store
        .events()
        .record(List.of(new EventLog.Kept("default", event, Duration.ofDays(30))), List.of());
    run("e1", true);
    assertThat(sweep()).isZero();
    assertThat(rows("task_result")).isEqualTo(2);

    age(Duration.ofDays(100));
    sweep();
    assertThat(rows("event")).isZero();
    assertThat(rows("run")).isZero();
    assertThat(rows("task_result")).as("of a run of another database").isEqualTo(1);
    age(Duration.ofDays(400));
    sweep();
    assertThat(rows("task_result")).isZero();
  }
}
