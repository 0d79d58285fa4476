package io.activitycore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.StoreException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresStoreIT {

  static Beginning beginning(RunKey key, String firstRunId) {
    return new Beginning(
        key,
        "activity-" + key.activityId() + ":" + key.occurrence(),
        firstRunId,
        1,
        "hash",
        JsonNodeFactory.instance.objectNode().put("plan", key.occurrence()),
        new Decision(
            key.tenant(),
            key.occurrence(),
            key.activityId(),
            1,
            Decision.Kind.STARTED,
            "version 1",
            "activity-" + key.activityId() + ":" + key.occurrence(),
            Instant.parse("2026-11-21T12:00:00Z")),
        List.of());
  }

  @Test
  void aSchemaIsMadeOnceAndMadeAgainHarmlessly() {
    try (TestDatabase database = TestDatabase.shared()) {
      Prepared first =
          database
              .store()
              .runs()
              .prepare(List.of(beginning(new RunKey("default", "orders", "e1"), "run-1")))
              .get(0);
      Prepared second =
          database
              .store()
              .runs()
              .prepare(List.of(beginning(new RunKey("default", "orders", "e1"), "run-2")))
              .get(0);
      assertThat(first).isInstanceOf(Prepared.Planned.class);
      assertThat(second).isEqualTo(new Prepared.Duplicate("run-1"));
    }
  }

  @Test
  void idsThatCannotBeKeptAreRefusedInOneLine() {
    try (TestDatabase database = TestDatabase.shared()) {
      PostgresStore store = database.store();
      assertThatThrownBy(() -> store.runs().find(new RunKey("default", "orders", "a\0b")))
          .isInstanceOf(StoreException.class)
          .hasMessage("occurrence: it contains the character NUL, which PostgreSQL cannot keep");
      assertThatThrownBy(() -> store.decisions().find("default", "x".repeat(10_240)))
          .isInstanceOf(StoreException.class)
          .hasMessage("id: it has 10240 bytes of UTF-8, expected at most 1200");
    }
  }

  @Test
  void aSchemaThatTheHostDidNotMigrateIsRefusedWithWhatToDo() {
    try (TestDatabase database = TestDatabase.shared()) {
      assertThatThrownBy(
              () ->
                  PostgresStore.create(database.dataSource(), database.options().migratedByHost()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(
              "lacks ledger, definition_version, tick_account, task_result, outbox_parked,"
                  + " awaited_type: apply");
    }
  }

  @Test
  void aMigrationThatFailedHalfwayIsRefusedWithWhatToDo() {
    try (TestDatabase database = TestDatabase.shared()) {
      PostgresStore unused = database.store();
      database
          .sql()
          .useHandle(handle -> handle.execute("UPDATE <s>.schema_history SET success = false"));
      assertThatThrownBy(database::store)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was started")
          .hasMessageContaining("schema_history: undo by hand what a failed migration left");
    }
  }
}
