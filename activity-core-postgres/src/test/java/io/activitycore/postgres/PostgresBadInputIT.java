package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.HumanTaskStore.Query;
import io.activitycore.spi.ParkedEvents.Parked;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes from outside as an id: nothing of it is SQL, and what cannot be kept is said. */
class PostgresBadInputIT {

  private static final JsonNode OBJECT = JsonNodeFactory.instance.objectNode();
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static TestDatabase database;
  private static PostgresStore store;

  @BeforeAll
  static void open() {
    database = TestDatabase.shared();
    store = database.store();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static RunKey key(String id) {
    return new RunKey("default", "orders", id);
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(id, "t", "s", Instant.EPOCH, null, null, null, OBJECT, Map.of());
  }

  /** Each that takes an id. Envelopes refuse such ids themselves. */
  private static Map<String, BiConsumer<PostgresStore, String>> calls() {
    Map<String, BiConsumer<PostgresStore, String>> calls = new LinkedHashMap<>();
    calls.put("prepare", (s, id) -> s.runs().prepare(List.of(beginning(key(id), "first"))));
    calls.put("find a run", (s, id) -> s.runs().find(key(id)));
    calls.put("another tenant's run", (s, id) -> s.runs().find(new RunKey(id, "orders", "e")));
    calls.put("another activity's run", (s, id) -> s.runs().find(new RunKey("default", id, "e")));
    calls.put("journal", (s, id) -> s.runs().journal(List.of(journal(id))));
    calls.put(
        "finish",
        (s, id) ->
            s.runs()
                .finish(
                    List.of(
                        new Ending(key(id), "first", RunOutcome.COMPLETED, OBJECT, List.of()))));
    calls.put(
        "decide", (s, id) -> s.decisions().record(List.of(beginning(key(id), "f").decision())));
    calls.put("find decisions", (s, id) -> s.decisions().find("default", id));
    calls.put("find a wait", (s, id) -> s.waits().find("default", id));
    calls.put("answer", (s, id) -> s.waits().accept("default", id, "by", OBJECT));
    calls.put("answer by", (s, id) -> s.waits().accept("default", "wait", id, OBJECT));
    calls.put("delivered", (s, id) -> s.waits().delivered("default", id));
    calls.put("find a task", (s, id) -> s.humanTasks().find("default", id));
    calls.put(
        "search tasks",
        (s, id) -> s.humanTasks().search(new Query("default", id, null, null, null, 10)));
    calls.put("parked", (s, id) -> s.parked().any("default", id));
    calls.put("claim parked", (s, id) -> s.parked().claim("default", id, 10, LEASE));
    calls.put("tick account", (s, id) -> s.ticks().find("default", id));
    calls.put("open account", (s, id) -> s.ticks().open("default", id, Instant.EPOCH));
    calls.put("parked events out", (s, id) -> s.outbox().parked(id, 10));
    calls.put("retry events out", (s, id) -> s.outbox().retry("source", List.of(id)));
    calls.put("discard events out", (s, id) -> s.outbox().discard("source", List.of(id)));
    calls.put("payload", (s, id) -> s.payloads().put(id, new byte[1]));
    return calls;
  }

  private static Journal journal(String id) {
    return new Journal(key(id), "first", 1, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void anIdWithNulOrOfTenKilobytesIsRefusedInOneLineEverywhere() {
    long before = rows();
    for (String id : List.of("a\0b", "x".repeat(10_240))) {
      calls()
          .forEach(
              (name, call) ->
                  assertThatThrownBy(() -> call.accept(store, id))
                      .as(name)
                      .isInstanceOf(StoreException.class)
                      .matches(e -> ((StoreException) e).isRefusal(), "for ever")
                      .message()
                      .hasLineCount(1)
                      .containsPattern("contains the character NUL|has 10240 bytes of UTF-8"));
    }
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void whatOnlyTheDatabaseFindsToBeTooMuchIsRefusedForEver() {
    Duration longest = Duration.ofMillis(Long.MAX_VALUE);

    assertThatThrownBy(() -> store.waits().offer("default", event("e"), longest))
        .isInstanceOf(StoreException.class)
        .matches(e -> ((StoreException) e).isRefusal(), "for ever")
        .message()
        .hasLineCount(1)
        .startsWith("the store could not offer an event: 22008 ");
  }

  @Test
  void anIdIsNeverSql() {
    for (String id : List.of("'; DROP TABLE run; --", ":tenant", "<s>", "$1", "%s", "\\", "\"")) {
      calls().forEach((name, call) -> call.accept(store, id));
      store.waits().offer("default", event(id), LEASE);
      store.parked().park(List.of(new Parked("default", "a", event(id))));
      assertThat(store.runs().find(key(id)).orElseThrow().key()).isEqualTo(key(id));
      assertThat(store.decisions().find("default", id)).isNotEmpty();
      assertThat(store.runs().prepare(List.of(beginning(key(id), "other"))).get(0))
          .isEqualTo(new Prepared.Duplicate("first"));
    }
  }

  private static long rows() {
    return database
        .sql()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT (SELECT count(*) FROM <s>.run) + (SELECT count(*) FROM"
                            + " <s>.decision) + (SELECT count(*) FROM <s>.parked_event)")
                    .mapTo(Long.class)
                    .one());
  }
}
