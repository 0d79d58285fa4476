package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.HumanTasks;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunOutcome;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.nats.client.api.MessageInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a host in the middle of a run of each pattern; another process takes all of them to
 * their end, each effect once.
 *
 * <p>What is real: Temporal, NATS JetStream, and both hosts, each a JVM of its own with intake, run
 * worker, task worker and relays; the first one is killed with SIGKILL while all runs are under way
 * at once. What is simulated: the database. It is the in-memory store in this test's JVM, reached
 * over a socket, because there is no remote store yet. Tasks leave their effects in a folder, under
 * their task instance id. Replies, events and the person's answer come while no host runs.
 */
class PatternKillIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Lane lane;
  private static SurvivingStore store;
  private static WorkflowServiceStubs stubs;
  private static WorkflowClient client;
  private static Jet jet;
  private static Effects effects;

  /** Looks and answers; it is never started, so it runs nothing. */
  private static ActivityCore desk;

  private static @Nullable JavaProcess second;

  @BeforeAll
  static void killed_in_the_middle_of_all() throws Exception {
    lane = Lane.create("pattern", Servers.temporal(), Servers.nats());
    store = new SurvivingStore();
    stubs = lane.stubs();
    client = lane.client(stubs);
    jet = new Jet(lane.nats());
    effects = new Effects(folder.resolve("effects"));
    desk = PatternHostMain.builder(lane, client, store.here(), effects).build();
    try (JavaProcess first = host("first")) {
      first.awaitLine(PatternHostMain.READY, LONGEST);
      for (Pattern pattern : Pattern.values()) {
        publish(event(pattern.event(lane), pattern.type(lane), payload(pattern)));
      }
      awaitTheMiddle();
      publish(event(lane.name() + "-k2", Pattern.SIGNAL.type(lane), "{'key': 'k', 'x': '-2'}"));
      assertThat(said("k2")).isEqualTo(Decision.Kind.SIGNALLED);
      first.kill();
    }
    meanwhile();
    effects.letGo();
    publish(
        event(lane.name() + "-k3", Pattern.SIGNAL.type(lane), "{'key':'k','x':'-3','last': true}"));
    second = host("second");
  }

  @AfterAll
  static void stop() throws IOException {
    if (second != null) {
      second.close();
    }
    jet.close();
    stubs.shutdownNow();
    store.close();
  }

  private static JavaProcess host(String name) {
    return JavaProcess.start(
        PatternHostMain.class,
        Map.of(),
        folder.resolve(name + ".log"),
        lane.name(),
        lane.temporal(),
        lane.nats(),
        Integer.toString(store.port()),
        folder.resolve("effects").toString());
  }

  private static String payload(Pattern pattern) {
    return switch (pattern) {
      case FOR_EACH -> "{'items': [1, 2, 3, 4, 5, 6]}";
      case SIGNAL -> "{'key': 'k', 'x': ''}";
      default -> "{}";
    };
  }

  private static void awaitTheMiddle() {
    awaitParked(Pattern.SEQUENCE, "two");
    awaitParked(Pattern.PARALLEL, "b", "c");
    awaitParked(Pattern.FOR_EACH, "each[2]", "each[3]");
    awaitParked(Pattern.SAGA, "one~compensate");
    soon().until(() -> !effects.parked(child()).isEmpty());
    awaitParked(Pattern.SIGNAL, "count");
    awaitWaiting(Pattern.WAIT, "pause");
    awaitWaiting(Pattern.HUMAN, "review");
    awaitWaiting(Pattern.EVENT, "paid");
    awaitToken(Pattern.REPLY);
    awaitToken(Pattern.LATE);
    soon().until(() -> effects.done(Pattern.LATE.workflowId(lane)).contains("late"));
  }

  private static ConditionFactory soon() {
    return await().atMost(LONGEST).pollInterval(Duration.ofMillis(50));
  }

  private static void awaitParked(Pattern pattern, String... tasks) {
    soon().until(() -> effects.parked(pattern.workflowId(lane)).containsAll(List.of(tasks)));
  }

  private static void awaitWaiting(Pattern pattern, String node) {
    soon()
        .ignoreExceptions()
        .until(
            () ->
                desk.runs()
                    .progress(pattern.activity(lane), pattern.event(lane))
                    .path("waiting_for")
                    .has(node));
  }

  private static String child() {
    return "activity-"
        + Pattern.SEQUENCE.activity(lane)
        + ":run-"
        + Pattern.CHILD.workflowId(lane)
        + "/child";
  }

  /** While no host runs. */
  private static void meanwhile() throws IOException {
    JsonNode token = awaitToken(Pattern.REPLY);
    String changed = token.asText().substring(0, token.asText().length() - 2) + "AA";
    publish(reply("forged", JSON.valueToTree(changed), "{'result': 'forged'}"));
    publish(reply("first", token, "{'result': 'first'}"));
    publish(reply("double", token, "{'result': 'double'}"));
    publish(reply("late", awaitToken(Pattern.LATE), "{'result': 'late'}"));
    publish(event(lane.name() + "-other", lane.name() + ".paid", "{'order': 'x', 'amount': 'x'}"));
    publish(event(lane.name() + "-paid", lane.name() + ".paid", "{'order': 'no', 'amount': '7'}"));
    HumanTask task =
        desk.humanTasks()
            .search(HumanTasks.Search.any().withActivity(Pattern.HUMAN.activity(lane)))
            .get(0);
    desk.humanTasks().complete(task.id(), "ann", List.of(), JSON.valueToTree("yes"));
  }

  private static JsonNode awaitToken(Pattern pattern) {
    String task = pattern.workflowId(lane) + "/ask";
    return soon().until(() -> token(task), token -> !token.isMissingNode());
  }

  private static JsonNode token(String task) throws IOException {
    for (MessageInfo message : messages()) {
      JsonNode event = JSON.readTree(message.getData());
      if (event.at("/payload/task").asText().equals(task) && event.has(Pending.TOKEN)) {
        return event.get(Pending.TOKEN);
      }
    }
    return JSON.missingNode();
  }

  private static List<MessageInfo> messages() {
    return jet.count(lane.stream("out")) == 0 ? List.of() : jet.messages(lane.stream("out"));
  }

  private static void publish(EventEnvelope event) {
    jet.publish(lane.inSubject(), EnvelopeJson.write(event));
  }

  private static EventEnvelope event(String id, String type, String payload) {
    return event(id, type, payload, Map.of());
  }

  private static EventEnvelope reply(String id, JsonNode token, String payload) {
    return event(
        lane.name() + "-" + id, lane.name() + ".done", payload, Map.of(Pending.TOKEN, token));
  }

  private static EventEnvelope event(
      String id, String type, String payload, Map<String, JsonNode> extensions) {
    try {
      return new EventEnvelope(
          id,
          type,
          "urn:test",
          Instant.parse("2026-11-21T09:00:00Z"),
          null,
          null,
          null,
          JSON.readTree(payload.replace('\'', '"').getBytes(UTF_8)),
          extensions);
    } catch (IOException e) {
      throw new IllegalArgumentException(payload, e);
    }
  }

  /** Waits for the run's end; each task had its effect once, and was tried once unless killed. */
  private static void ends(Pattern pattern, RunOutcome outcome, String... tasks) {
    soon()
        .until(
            () -> desk.run(pattern.activity(lane), pattern.event(lane)),
            run -> run.isPresent() && run.get().outcome() != null);
    assertThat(desk.run(pattern.activity(lane), pattern.event(lane)).orElseThrow().outcome())
        .isEqualTo(outcome);
    assertOnce(pattern.workflowId(lane), tasks);
  }

  private static void assertOnce(String run, String... tasks) {
    assertThat(effects.done(run)).containsExactlyInAnyOrder(tasks);
    for (String task : tasks) {
      assertThat(effects.attempts(run).stream().filter(task::equals))
          .as("attempts of %s", task)
          .hasSizeBetween(1, effects.parked(run).contains(task) ? 4 : 1);
    }
  }

  private static JsonNode input(Pattern pattern, int task) {
    return desk.run(pattern.activity(lane), pattern.event(lane))
        .orElseThrow()
        .audit()
        .at("/tasks/" + task + "/input/hold");
  }

  private static Decision.Kind said(String event) {
    List<Decision> decisions =
        soon().until(() -> desk.explain(lane.name() + "-" + event).decisions(), d -> !d.isEmpty());
    return decisions.get(0).kind();
  }

  @Test
  void a_sequence_goes_on_with_the_task_that_was_in_work() {
    ends(Pattern.SEQUENCE, RunOutcome.COMPLETED, "one", "two", "three");
    assertThat(effects.attempts(Pattern.SEQUENCE.workflowId(lane)))
        .containsExactly("one", "two", "two", "three");
  }

  @Test
  void parallel_branches_that_were_in_work_are_joined_once() {
    ends(Pattern.PARALLEL, RunOutcome.COMPLETED, "one", "a", "b", "c", "join");
    assertThat(effects.attempts(Pattern.PARALLEL.workflowId(lane))).endsWith("join");
  }

  @Test
  void a_for_each_goes_on_with_the_items_that_were_in_work() {
    ends(
        Pattern.FOR_EACH,
        RunOutcome.COMPLETED,
        "each[0]",
        "each[1]",
        "each[2]",
        "each[3]",
        "each[4]",
        "each[5]",
        "after");
  }

  @Test
  void a_host_that_dies_while_compensating_leaves_each_compensation_done_once() {
    ends(Pattern.SAGA, RunOutcome.FAILED, "one", "two", "one~compensate", "two~compensate");
    assertThat(effects.attempts(Pattern.SAGA.workflowId(lane)))
        .endsWith("two~compensate", "one~compensate", "one~compensate");
  }

  @Test
  void a_timer_goes_on() {
    ends(Pattern.WAIT, RunOutcome.COMPLETED, "one", "two");
  }

  @Test
  void a_person_that_answers_while_no_host_runs_is_heard() {
    ends(Pattern.HUMAN, RunOutcome.COMPLETED, "one", "two");
    assertThat(input(Pattern.HUMAN, 1).asText()).isEqualTo("yes");
  }

  @Test
  void one_reply_counts_and_forged_late_and_double_ones_are_refused_and_recorded() {
    ends(Pattern.REPLY, RunOutcome.COMPLETED, "ask", "two");
    ends(Pattern.LATE, RunOutcome.COMPLETED, "ask", "late");

    String counts = input(Pattern.REPLY, 1).asText();
    String other = counts.equals("first") ? "double" : "first"; // intake takes both at once
    assertThat(input(Pattern.LATE, 1).asText()).isEqualTo("timeout");
    assertThat(said(counts)).isEqualTo(Decision.Kind.REPLIED);
    assertThat(said(other)).isEqualTo(Decision.Kind.DUPLICATE);
    assertThat(said("late")).isEqualTo(Decision.Kind.EXPIRED);
    assertThat(said("forged")).isEqualTo(Decision.Kind.REJECTED);
    soon().until(() -> jet.isSettled(lane));
    assertThat(jet.messages(lane.stream("dead")))
        .singleElement()
        .satisfies(dead -> assertThat(new String(dead.getData(), UTF_8)).contains("-forged"));
  }

  @Test
  void an_event_that_comes_while_no_host_runs_settles_its_wait() {
    ends(Pattern.EVENT, RunOutcome.COMPLETED, "one", "two");
    assertThat(input(Pattern.EVENT, 1).asText()).isEqualTo("7");
    assertThat(said("paid")).isEqualTo(Decision.Kind.SIGNALLED);
  }

  @Test
  void a_run_and_the_run_that_it_waits_for_go_on() {
    ends(Pattern.CHILD, RunOutcome.COMPLETED, "two");
    assertOnce(child(), "one", "two", "three");
  }

  @Test
  void a_long_lived_run_takes_its_events_in_order() throws Exception {
    String workflow = "activity-" + Pattern.SIGNAL.activity(lane) + ":key-k";
    JsonNode end =
        client
            .newUntypedWorkflowStub(workflow)
            .getResult(LONGEST.toSeconds(), TimeUnit.SECONDS, JsonNode.class);

    assertThat(end.at("/state/count/hold").asText()).isEqualTo("before-2-3");
    List<String> attempts =
        effects.attempts().stream()
            .filter(id -> id.startsWith("activity-" + Pattern.SIGNAL.activity(lane)))
            .toList();
    assertThat(attempts).hasSizeGreaterThanOrEqualTo(4);
    assertThat(attempts.stream().distinct()).hasSize(3);
    assertThat(attempts.get(0)).isEqualTo(attempts.get(1));
  }

  @Test
  void nothing_is_published_twice() throws IOException {
    soon().until(() -> jet.isSettled(lane));
    List<String> ids =
        messages().stream()
            .map(message -> message.getHeaders().getFirst("Activity-Event-Id"))
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(jet.count(lane.stream("dead"))).isLessThanOrEqualTo(1);
  }
}
