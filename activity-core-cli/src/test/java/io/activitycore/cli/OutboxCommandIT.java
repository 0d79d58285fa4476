package io.activitycore.cli;

import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.cli.Cli.Result;
import io.activitycore.event.EventEnvelope;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code outbox} on a real PostgreSQL. */
class OutboxCommandIT {

  private final String url = Servers.postgres();
  private final String schema =
      "test_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
  private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

  @BeforeEach
  void parkThree() {
    dataSource.setUrl(url);
    Outbox outbox = outbox();
    Stream.of("evt-1", "evt-2", "evt-3").forEach(this::write);
    outbox.park(
        outbox.claim(10, Duration.ofMinutes(1)).stream()
            .map(row -> new Outbox.Refused(row.id(), "too\nlarge"))
            .toList());
  }

  @AfterEach
  void drop() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  private PostgresStore store() {
    return PostgresStore.create(dataSource, PostgresOptions.defaults().withSchema(schema));
  }

  private Outbox outbox() {
    return store().outbox();
  }

  private void write(String id) {
    RunKey key = new RunKey("default", "orders", id);
    Decision started =
        new Decision(
            "default", id, "orders", 1, Decision.Kind.STARTED, "", "w-" + id, Instant.EPOCH);
    EventEnvelope event =
        new EventEnvelope(
            id,
            "RunStarted",
            "activity-core/default",
            Instant.EPOCH,
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode(),
            Map.of());
    store()
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    key,
                    "w-" + id,
                    "first",
                    1,
                    "hash",
                    JsonNodeFactory.instance.objectNode(),
                    started,
                    List.of(event))));
  }

  private Result outbox(String... more) {
    List<String> arguments = new ArrayList<>(List.of("outbox", more[0]));
    arguments.addAll(List.of("--jdbc-url", url, "--schema", schema));
    arguments.addAll(List.of(more).subList(1, more.length));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void whatIsParkedIsListedRetriedAndDiscarded() {
    assertThat(outbox("list").out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches("evt-\\d\t20[^\t]+Z\tRunStarted\t1\ttoo large"));
    assertThat(outbox("list", "--json", "--limit", "1").out())
        .startsWith("{\"event_id\":\"evt-1\",\"parked_at\":")
        .hasLineCount(1);
    assertThat(outbox("list", "--tenant", "other")).isEqualTo(new Result(0, "", ""));

    assertThat(outbox("retry", "evt-1")).isEqualTo(new Result(0, "retried\tevt-1\n", ""));
    Result again = outbox("retry", "evt-1", "evt-2");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).isEqualTo("retried\tevt-2\n");
    assertThat(again.err()).isEqualTo("evt-1: is not parked\n");
    assertThat(outbox("discard", "--all", "--json").out())
        .isEqualTo("{\"event_id\":\"evt-3\",\"discarded\":true}\n");
    assertThat(outbox("list").out()).isEmpty();
    assertThat(outbox().claim(10, Duration.ofMinutes(1)))
        .extracting(row -> row.event().eventId())
        .containsExactly("evt-1", "evt-2");
  }

  @Test
  void neitherIdsNorAllIsAMistake() {
    assertThat(outbox("discard").code()).isEqualTo(2);
    assertThat(outbox("discard", "evt-1", "--all").code()).isEqualTo(2);
    assertThat(outbox("list", "--limit", "0").code()).isEqualTo(2);
    assertThat(run("outbox", "list", "--jdbc-url", url, "--schema", "missing").code())
        .isEqualTo(69);
  }
}
