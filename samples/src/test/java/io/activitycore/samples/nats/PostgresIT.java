package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.EventSampling;
import io.activitycore.nats.NatsBroker;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.EventLog;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.nats.client.api.MessageInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NATS, Temporal and PostgreSQL together: exactly once outlives Temporal's memory and the host. */
class PostgresIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int EVENTS = 30;

  private Lane lane;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private Jet jet;
  private PostgresLane postgres;

  @BeforeEach
  void open() throws Exception {
    lane = Lane.create("store", Servers.temporal(), Servers.nats());
    stubs = lane.stubs();
    client = lane.client(stubs);
    jet = new Jet(lane.nats());
    postgres = new PostgresLane(lane, Servers.postgres());
  }

  @AfterEach
  void close() throws Exception {
    postgres.drop();
    postgres.close();
    jet.close();
    stubs.shutdownNow();
  }

  @Test
  void a_duplicate_that_temporal_forgot_ends_without_a_task() {
    Queue<String> work = new ConcurrentLinkedQueue<>();
    byte[] body = EnvelopeJson.write(lane.event("evt-1", 7));
    try (NatsBroker broker = lane.broker();
        ActivityCore core = core(broker, work)) {
      core.start();
      jet.publish(lane.inSubject(), body);
      await().atMost(LONGEST).until(() -> outcome(core), Optional.of(RunOutcome.COMPLETED)::equals);
      await().atMost(LONGEST).until(() -> jet.count(lane.stream("out")) == 6);

      forget("activity-" + lane.name() + ":evt-1");
      jet.publish(lane.inSubject(), body);
      await().atMost(LONGEST).until(() -> core.explain("evt-1").decisions().size() == 2);

      assertThat(core.explain("evt-1").decisions())
          .extracting(Decision::kind)
          .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
      assertThat(core.explain("evt-1").decisions().get(1).reason()).contains("the ledger has run");
      await().atMost(LONGEST).until(() -> jet.isSettled(lane));
      assertThat(work).hasSize(2);
      assertThat(jet.count(lane.stream("out"))).isEqualTo(6);
    }
  }

  @Test
  void a_host_that_is_killed_leaves_one_run_an_event_and_no_event_out_is_lost(@TempDir Path folder)
      throws Exception {
    Path effects = folder.resolve("effects");
    try (JavaProcess first = start(folder, "first")) {
      first.awaitLine(PostgresHostMain.READY, LONGEST);
      for (int n = 1; n <= EVENTS; n++) {
        jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + n, n)));
      }
      first.awaitFile(effects, LONGEST);
      first.kill();
    }
    try (JavaProcess second = start(folder, "second")) {
      second.awaitLine(PostgresHostMain.READY, LONGEST);
      await().atMost(LONGEST).until(() -> jet.isSettled(lane));
      await()
          .atMost(LONGEST)
          .until(() -> postgres.number("count(*)", "ending WHERE outcome = 'COMPLETED'") == EVENTS);
      await()
          .atMost(LONGEST)
          .until(() -> postgres.number("count(*)", "outbox WHERE published_at IS NULL") == 0);
    }
    assertThat(postgres.number("count(*)", "run")).isEqualTo(EVENTS);
    assertThat(postgres.number("count(*)", "outbox")).isEqualTo(6 * EVENTS);
    assertThat(new TreeSet<>(Files.readAllLines(effects))).hasSize(2 * EVENTS);
    TreeSet<String> published = new TreeSet<>();
    for (MessageInfo message : jet.messages(lane.stream("out"))) {
      published.add(new String(message.getData(), UTF_8));
    }
    assertThat(published).hasSize(6 * EVENTS);
  }

  @Test
  void an_event_older_than_the_ledger_is_set_aside_or_starts_as_the_definition_says_and_is_kept() {
    EventEnvelope now = lane.event("evt-old", 1);
    EventEnvelope old =
        new EventEnvelope(
            now.eventId(),
            now.type(),
            now.source(),
            Instant.now().minus(Duration.ofHours(2)),
            null,
            null,
            null,
            now.payload(),
            Map.of());
    ActivityDefinition starts =
        ActivityDefinition.builder(lane.name() + "-starts")
            .taskQueue(lane.name() + "-tq")
            .trigger(Trigger.event(EventTrigger.of(lane.type()).startedWhenTooOld()))
            .rules(Rule.always(Node.task("one", "lane.work").build()))
            .build();
    PostgresStore store = postgres.store(Duration.ofHours(1));
    try (NatsBroker broker = lane.broker();
        ActivityCore core =
            ActivityCore.builder(client)
                .definitions(Definitions.of(lane.definition(), starts))
                .store(store)
                .broker(broker)
                .keepEvents(EventSampling.NONE.ofOthers(1, Duration.ofDays(1)))
                .task("lane.work", (input, context) -> input)
                .build()) {
      core.start();
      jet.publish(lane.inSubject(), EnvelopeJson.write(old));
      await().atMost(LONGEST).until(() -> jet.count(lane.stream("dead")) == 1);
      await()
          .atMost(LONGEST)
          .until(() -> core.run(starts.id(), "evt-old").map(RunRecord::outcome).isPresent());
      await().atMost(LONGEST).until(() -> jet.isSettled(lane));

      assertThat(core.explain("evt-old").decisions())
          .extracting(Decision::activityId, Decision::kind)
          .containsExactlyInAnyOrder(
              tuple(lane.name(), Decision.Kind.REJECTED),
              tuple(starts.id(), Decision.Kind.STARTED));
      assertThat(core.run(lane.name(), "evt-old")).isEmpty();
      List<EventLog.Recorded> kept =
          store
              .events()
              .find(
                  new EventLog.Query(
                      "default",
                      lane.type(),
                      Instant.now().minus(LONGEST).minus(LONGEST),
                      Instant.now().plus(LONGEST),
                      null,
                      10));
      assertThat(kept).extracting(EventLog.Recorded::event).containsExactly(old);
      assertThat(kept.get(0).decisions()).hasSize(2);
    }
  }

  private Optional<RunOutcome> outcome(ActivityCore core) {
    return core.run(lane.name(), "evt-1").map(RunRecord::outcome);
  }

  private ActivityCore core(NatsBroker broker, Queue<String> work) {
    return ActivityCore.builder(client)
        .definitions(Definitions.of(lane.definition()))
        .store(postgres.store())
        .broker(broker)
        .task(
            "lane.work",
            (input, context) -> {
              work.add(context.taskInstanceId());
              return input;
            })
        .build();
  }

  private JavaProcess start(Path folder, String name) {
    return JavaProcess.start(
        PostgresHostMain.class,
        Map.of(),
        folder.resolve(name + ".log"),
        lane.name(),
        lane.temporal(),
        lane.nats(),
        Servers.postgres(),
        folder.resolve("effects").toString());
  }

  /** What the end of Temporal's retention does. */
  private void forget(String workflowId) {
    WorkflowExecution execution = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    stubs
        .blockingStub()
        .deleteWorkflowExecution(
            DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setWorkflowExecution(execution)
                .build());
    await().atMost(LONGEST).until(() -> !isKnown(execution));
  }

  private boolean isKnown(WorkflowExecution execution) {
    try {
      stubs
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace("default")
                  .setExecution(execution)
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
