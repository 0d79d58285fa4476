package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.definition.Trigger;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.postgres.registry.Edit;
import io.activitycore.postgres.registry.Expected;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick a second while versions are published in PostgreSQL: each runs once. */
class RegistryTicksIT {

  private static final Edit EDIT = Edit.by("ann");

  private final String schema =
      "ticks_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
  private HikariDataSource pool;

  /** The versions that worked on each tick. */
  private final Map<String, List<String>> worked = new ConcurrentSkipListMap<>();

  @BeforeEach
  void open() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(Servers.postgres());
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void close() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
    pool.close();
  }

  @Test
  void versions_of_a_schedule_switch_under_way_and_every_tick_runs_once() {
    PostgresOptions options = PostgresOptions.defaults().withSchema(schema);
    try (Clockwork clockwork =
        new Clockwork(
            Servers.temporal(),
            Clock.systemUTC(),
            (input, context) -> {
              worked
                  .computeIfAbsent(
                      input.at("/trigger/scheduled_for").asText(),
                      tick -> new CopyOnWriteArrayList<>())
                  .add(input.path("version").asText());
              return input;
            },
            PostgresStore.create(pool, options))) {
      PostgresRegistry registry = PostgresRegistry.create(pool, options, clockwork.tenant);
      registry.publish(clockwork.anchor(), Expected.nothing(), EDIT);
      clockwork.work(PostgresRegistry.create(pool, options, clockwork.tenant));
      clockwork.work(PostgresRegistry.create(pool, options, clockwork.tenant));
      Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(15);

      publish(clockwork, registry, version(clockwork, "one", last, Duration.ofMinutes(10)));
      await().atMost(Clockwork.LONGEST).until(() -> by("one") >= 2);
      publish(clockwork, registry, version(clockwork, "two", last, Duration.ofMinutes(10)));
      await().atMost(Clockwork.LONGEST).until(() -> by("two") >= 2);
      publish(clockwork, registry, version(clockwork, "three", last, Duration.ofMinutes(20)));
      await().atMost(Clockwork.LONGEST).until(() -> worked.containsKey(last.toString()));

      List<String> expected = new ArrayList<>();
      Instant first = Instant.parse(new TreeMap<>(worked).firstKey());
      for (Instant tick = first; !tick.isAfter(last); tick = tick.plusSeconds(1)) {
        expected.add(tick.toString());
      }
      assertThat(worked.keySet()).containsExactlyElementsOf(expected);
      assertThat(worked).as("each tick once").allSatisfy((tick, by) -> assertThat(by).hasSize(1));
      assertThat(by("three")).as("the last one, at least").isPositive();
      assertThat(registry.versions("fast")).hasSize(3);
    }
  }

  private long by(String version) {
    return worked.values().stream().filter(by -> by.contains(version)).count();
  }

  /** What a core's loop does a moment later. */
  private static void publish(
      Clockwork clockwork, PostgresRegistry registry, ActivityDefinition definition) {
    registry.publish(definition, Expected.anything(), EDIT);
    clockwork.have(definition);
  }

  /** Faster than a host takes it from a registry; one run after the other, no tick left out. */
  private static ActivityDefinition version(
      Clockwork clockwork, String version, Instant last, Duration window) {
    ScheduleTrigger schedule =
        Clockwork.schedule("@every 1s", Misfire.CATCHUP, window).between(null, last);
    return ActivityDefinition.builder("fast")
        .taskQueue(clockwork.queue)
        .trigger(Trigger.schedule(schedule))
        .rules(
            Rule.always(
                Node.task("work", "work")
                    .input(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("version", version)
                            .put("trigger", "{{ trigger }}"))
                    .build()))
        .build();
  }
}
