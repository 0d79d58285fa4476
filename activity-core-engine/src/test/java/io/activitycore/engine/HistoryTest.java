package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run costs in history, beside a workflow that somebody wrote by hand. */
@ExtendWith(InProcessTemporal.class)
class HistoryTest {

  /** The task by hand. */
  @ActivityInterface
  public interface ByHandTask {
    /** Gives its input. */
    @ActivityMethod(name = "byHand")
    JsonNode call(JsonNode input);
  }

  /** The workflow by hand. */
  @WorkflowInterface
  public interface ByHand {
    /** Calls the task. */
    @WorkflowMethod
    JsonNode run(JsonNode input);
  }

  /** One Temporal activity. */
  public static final class ByHandImpl implements ByHand {
    private final ByHandTask task =
        Workflow.newActivityStub(
            ByHandTask.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());

    @Override
    public JsonNode run(JsonNode input) {
      return task.call(input);
    }
  }

  /** A first call, {@value #BRANCHES} beside each other, a last one. */
  public static final class ByHandDiamond implements ByHand {
    private final ActivityStub task =
        Workflow.newUntypedActivityStub(
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(5).build())
                .build());

    @Override
    public JsonNode run(JsonNode event) {
      JsonNode first = task.execute("byHand", JsonNode.class, event.get("payload"));
      List<Promise<JsonNode>> branches = new ArrayList<>();
      for (int i = 0; i < BRANCHES; i++) {
        branches.add(task.executeAsync("byHand", JsonNode.class, first));
      }
      Promise.allOf(branches).get();
      return task.execute("byHand", JsonNode.class, first);
    }
  }

  private static final int BRANCHES = 10;

  /** Of five kilobytes; what is measured varies by some ten bytes. */
  private static final int ALLOWANCE = 4_700;

  private static List<EventType> types(List<HistoryEvent> history) {
    return history.stream().map(HistoryEvent::getEventType).toList();
  }

  private static List<HistoryEvent> byHand(Bench bench, Class<?> type, JsonNode event) {
    WorkerFactory factory = WorkerFactory.newInstance(bench.client);
    Worker worker = factory.newWorker(bench.own("by-hand"));
    worker.registerWorkflowImplementationTypes(type);
    worker.registerActivitiesImplementations((ByHandTask) input -> input);
    factory.start();
    try {
      ByHand workflow =
          bench.client.newWorkflowStub(
              ByHand.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(bench.own("by-hand"))
                  .setTaskQueue(bench.own("by-hand"))
                  .build());
      WorkflowClient.execute(workflow::run, event).join();
      return bench.history(bench.own("by-hand"));
    } finally {
      factory.shutdownNow();
    }
  }

  @Test
  void a_run_of_one_task_costs_two_markers_more_than_by_hand(Bench bench) {
    bench.started(
        bench.core().task("noop", (input, context) -> input),
        bench.linear("a", Node.task("one", "noop")));

    List<EventType> byHand = types(byHand(bench, ByHandImpl.class, json("{}")));
    bench.run("a", "e-1", "{}");
    List<EventType> run = types(bench.history(bench.workflowId("a", "e-1")));

    assertThat(byHand).hasSize(11);
    assertThat(run).hasSize(13);
    List<EventType> others = new ArrayList<>(run);
    others.removeIf(type -> type == EventType.EVENT_TYPE_MARKER_RECORDED);
    assertThat(others).isEqualTo(byHand);
  }

  @Test
  void a_diamond_of_ten_branches_costs_at_most_five_kilobytes_more_than_by_hand(Bench bench) {
    bench.started(
        bench.core().task("byHand", (input, context) -> input),
        bench.activity("a").graph(diamond()).build());
    EventEnvelope event = traced(bench);

    bench.broker.send(event);
    bench.broker.awaitSettled(Bench.LONGEST);
    bench.ended("a", "e-1");
    int ours = bytes(bench.history(bench.workflowId("a", "e-1")));
    int byHand = bytes(byHand(bench, ByHandDiamond.class, EnvelopeJson.tree(event)));

    assertThat(ours - byHand).isPositive().isLessThanOrEqualTo(ALLOWANCE);
  }

  private static EventEnvelope traced(Bench bench) {
    return new EventEnvelope(
        "e-1",
        bench.own("type"),
        "test",
        Instant.parse("2026-03-28T09:00:00Z"),
        null,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        null,
        json("{'n': 7}"),
        Map.of());
  }

  private static Graph diamond() {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>(List.of(Edge.start("first")));
    nodes.add(Node.task("first", "byHand").input(json("'{{ payload }}'")).build());
    nodes.add(Node.task("last", "byHand").input(json("'{{ first }}'")).build());
    for (int i = 0; i < BRANCHES; i++) {
      String branch = "branch_" + i;
      nodes.add(Node.task(branch, "byHand").input(json("'{{ first }}'")).build());
      edges.add(Edge.of("first", branch));
      edges.add(Edge.of(branch, "last"));
    }
    return new Graph(nodes, edges);
  }

  /** Without workflow tasks: how many there are is chance. */
  private static int bytes(List<HistoryEvent> history) {
    return history.stream()
        .filter(event -> !event.getEventType().name().contains("WORKFLOW_TASK"))
        .mapToInt(HistoryEvent::getSerializedSize)
        .sum();
  }
}
