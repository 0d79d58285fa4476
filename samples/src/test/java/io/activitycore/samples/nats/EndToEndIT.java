package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.nats.NatsBroker;
import io.activitycore.run.Decision;
import io.activitycore.testing.Servers;
import io.nats.client.api.MessageInfo;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job: NATS JetStream in, Temporal, NATS JetStream out. */
class EndToEndIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queue<String> work = new ConcurrentLinkedQueue<>();
  private Lane lane;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private Jet jet;
  private NatsBroker broker;
  private ActivityCore core;

  @BeforeEach
  void start() throws Exception {
    lane = Lane.create("e2e", Servers.temporal(), Servers.nats());
    stubs = lane.stubs();
    client = lane.client(stubs);
    jet = new Jet(lane.nats());
    broker = lane.broker();
    core =
        lane.core(
            client,
            broker,
            (input, context) -> {
              work.add(context.taskInstanceId());
              return input;
            });
    core.start();
  }

  @AfterEach
  void stop() throws Exception {
    core.close();
    broker.close();
    jet.close();
    stubs.shutdownNow();
  }

  @Test
  void an_event_becomes_one_run_that_can_be_seen_and_its_events_come_back() throws Exception {
    EventEnvelope event = lane.event("evt-1", 7);
    core.publish(event);

    await().atMost(LONGEST).until(() -> jet.count(lane.stream("out")) == 6);

    String workflowId = "activity-" + lane.name() + ":evt-1";
    assertThat(work).containsExactly(workflowId + "/first", workflowId + "/second");
    await().atMost(LONGEST).until(() -> lane.runs(client).size() == 1);
    assertThat(lane.runs(client).get(0).getExecution().getWorkflowId()).isEqualTo(workflowId);
    await()
        .atMost(LONGEST)
        .until(
            () ->
                lane.runs(client).get(0).getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(outTypes())
        .containsExactly(
            Map.entry("RunCompleted", 1),
            Map.entry("RunStarted", 1),
            Map.entry("TaskCompleted", 2),
            Map.entry("TaskCreated", 2));
    assertThat(core.explain("evt-1").decisions())
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.kind()).isEqualTo(Decision.Kind.STARTED);
              assertThat(decision.workflowId()).isEqualTo(workflowId);
            });
  }

  @Test
  void a_duplicate_starts_nothing_and_says_so() {
    byte[] body = EnvelopeJson.write(lane.event("evt-1", 7));
    jet.publish(lane.inSubject(), body);
    await().atMost(LONGEST).until(() -> jet.count(lane.stream("out")) == 6);

    jet.publish(lane.inSubject(), body);
    await().atMost(LONGEST).until(() -> core.explain("evt-1").decisions().size() == 2);
    jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-1", 8)));
    await().atMost(LONGEST).until(() -> core.explain("evt-1").decisions().size() == 3);
    await().atMost(LONGEST).until(() -> jet.isSettled(lane));

    assertThat(core.explain("evt-1").decisions())
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE, Decision.Kind.DUPLICATE);
    assertThat(core.explain("evt-1").decisions().get(2).reason()).contains("another body");
    assertThat(work).hasSize(2);
    assertThat(jet.count(lane.stream("out"))).isEqualTo(6);
    assertThat(lane.runs(client)).hasSize(1);
  }

  @Test
  void bad_input_is_dead_lettered_once_with_its_reason_and_harms_no_neighbour() throws Exception {
    Map<String, byte[]> bad = BadBodies.all(lane);
    int good = 0;
    for (byte[] body : bad.values()) {
      jet.publish(lane.inSubject(), body);
      jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("good-" + ++good, good)));
    }

    int expected = good;
    await().atMost(LONGEST).until(() -> work.size() == 2 * expected);
    await().atMost(LONGEST).until(() -> jet.isSettled(lane));

    List<MessageInfo> dead = jet.messages(lane.stream("dead"));
    assertThat(dead).hasSize(bad.size());
    List<byte[]> bodies = new ArrayList<>(bad.values());
    assertThat(dead).extracting(MessageInfo::getData).containsExactlyInAnyOrderElementsOf(bodies);
    assertThat(dead)
        .allSatisfy(
            message -> {
              assertThat(message.getHeaders().getFirst("Activity-Dead-Code")).isNotBlank();
              assertThat(message.getHeaders().getFirst("Activity-Dead-Reason")).isNotBlank();
            });
    assertThat(core.isHealthy()).isTrue();
  }

  private Map<String, Integer> outTypes() throws IOException {
    Map<String, Integer> types = new TreeMap<>();
    for (MessageInfo message : jet.messages(lane.stream("out"))) {
      JsonNode event = JSON.readTree(new String(message.getData(), UTF_8));
      types.merge(event.path("type").asText(), 1, Integer::sum);
    }
    return types;
  }
}
