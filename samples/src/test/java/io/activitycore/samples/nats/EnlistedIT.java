package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.ActivityCore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that writes its own data in the transaction that records its result, and its death. */
class EnlistedIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Lane lane;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private PostgresLane postgres;

  @BeforeEach
  void open() {
    lane = Lane.create("enlist", Servers.temporal(), "unused");
    stubs = lane.stubs();
    client = lane.client(stubs);
    postgres = new PostgresLane(lane, Servers.postgres());
    postgres.store();
    postgres.execute("CREATE TABLE " + postgres.schema() + ".charge (task text, host text)");
  }

  @AfterEach
  void close() {
    postgres.drop();
    postgres.close();
    stubs.shutdownNow();
  }

  @Test
  void a_worker_killed_between_commit_and_completion_leaves_one_effect_and_its_result(
      @TempDir Path folder) throws Exception {
    ActivityCore desk =
        EnlistedHostMain.core(lane, client, postgres, "desk", () -> {}); // does not start
    try (JavaProcess first = start(folder, "first", true)) {
      first.awaitLine(EnlistedHostMain.READY, LONGEST);
      desk.trigger(lane.name(), "k", JsonNodeFactory.instance.objectNode());
      first.awaitLine(EnlistedHostMain.COMMITTED, LONGEST);
      first.kill();
    }
    assertThat(completedEvents()).as("the event is there before the run knows").isEqualTo(1);
    assertThat(desk.run(lane.name(), "manual-k").orElseThrow().outcome()).isNull();

    try (JavaProcess second = start(folder, "second", false)) {
      second.awaitLine(EnlistedHostMain.READY, LONGEST);
      RunRecord run =
          await()
              .atMost(LONGEST)
              .until(
                  () -> desk.run(lane.name(), "manual-k").orElseThrow(), r -> r.outcome() != null);
      assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(run.audit().at("/tasks/0/result/by").asText()).isEqualTo("first");
    }
    assertThat(postgres.number("count(*)", "charge")).isEqualTo(1);
    assertThat(postgres.number("count(*)", "charge WHERE host = 'first'")).isEqualTo(1);
    assertThat(completedEvents()).isEqualTo(1);
    assertThat(
            postgres.number(
                "count(*)",
                "outbox WHERE event #>> '{payload,result,by}' = 'first'"
                    + " AND event #>> '{payload,occurrence}' = 'k'"
                    + " AND event #>> '{payload,version}' = '1'"))
        .isEqualTo(1);
  }

  private long completedEvents() {
    return postgres.number("count(*)", "outbox WHERE event_id LIKE '%/charge#TaskCompleted'");
  }

  private JavaProcess start(Path folder, String name, boolean hangs) {
    return JavaProcess.start(
        EnlistedHostMain.class,
        Map.of(),
        folder.resolve(name + ".log"),
        lane.name(),
        lane.temporal(),
        Servers.postgres(),
        name,
        Boolean.toString(hangs));
  }
}
