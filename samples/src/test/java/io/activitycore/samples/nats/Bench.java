package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** Cores in this JVM on a real Temporal, with runs that are started by hand. */
final class Bench implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  final Lane lane;
  final WorkflowServiceStubs stubs;
  final WorkflowClient client;
  final Store store = InMemoryStore.create();
  private final List<ActivityCore> cores = new ArrayList<>();
  private final Duration longest;

  Bench(String purpose, String temporal, Duration longest) {
    this.lane = Lane.create(purpose, temporal, "unused");
    this.stubs = lane.stubs();
    this.client = lane.client(stubs);
    this.longest = longest;
  }

  /** The text as JSON, with single quotes for double ones. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The lane's one activity, started by hand. */
  ActivityDefinition activity(String graph) {
    String text =
        "id: %s\ntask_queue: %s-tq\ntrigger: { manual: {} }\n".formatted(lane.name(), lane.name())
            + graph;
    return DefinitionReader.read("a.yaml", text.getBytes(UTF_8)).orThrow();
  }

  ActivityCore started(ActivityCore.Builder builder) {
    ActivityCore core = builder.store(store).build();
    cores.add(core);
    core.start();
    return core;
  }

  String workflowId(String key) {
    return "activity-" + lane.name() + ":manual-" + key;
  }

  ConditionFactory soon() {
    return await().atMost(longest).pollInterval(Duration.ofMillis(50));
  }

  /** Waits until a run waits for a node. */
  void awaitWaiting(ActivityCore core, String key, String node) {
    soon()
        .ignoreExceptions()
        .until(
            () -> core.runs().progress(lane.name(), "manual-" + key).path("waiting_for").has(node));
  }

  /** Waits for a run's outcome. */
  RunRecord ended(ActivityCore core, String key) {
    return soon()
        .until(
            () -> core.run(lane.name(), "manual-" + key),
            run -> run.isPresent() && run.get().outcome() != null)
        .orElseThrow();
  }

  RunOutcome outcome(ActivityCore core, String key) {
    RunOutcome outcome = ended(core, key).outcome();
    if (outcome == null) {
      throw new IllegalStateException("has ended");
    }
    return outcome;
  }

  @Override
  public void close() {
    cores.forEach(ActivityCore::close);
    stubs.shutdownNow();
  }
}
