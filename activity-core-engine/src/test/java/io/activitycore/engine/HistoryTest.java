package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Node;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run costs in history events, beside a workflow that somebody wrote by hand. */
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

  private static List<EventType> types(List<HistoryEvent> history) {
    return history.stream().map(HistoryEvent::getEventType).toList();
  }

  private static List<EventType> byHand(Bench bench) {
    WorkerFactory factory = WorkerFactory.newInstance(bench.client);
    Worker worker = factory.newWorker(bench.own("by-hand"));
    worker.registerWorkflowImplementationTypes(ByHandImpl.class);
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
      WorkflowClient.execute(workflow::run, json("{}")).join();
      return types(bench.history(bench.own("by-hand")));
    } finally {
      factory.shutdownNow();
    }
  }

  @Test
  void a_run_of_one_task_costs_two_markers_more_than_by_hand(Bench bench) {
    bench.started(
        bench.core().task("noop", (input, context) -> input),
        bench.linear("a", Node.task("one", "noop")));

    List<EventType> byHand = byHand(bench);
    bench.run("a", "e-1", "{}");
    List<EventType> run = types(bench.history(bench.workflowId("a", "e-1")));

    assertThat(byHand).hasSize(11);
    assertThat(run).hasSize(13);
    List<EventType> others = new ArrayList<>(run);
    others.removeIf(type -> type == EventType.EVENT_TYPE_MARKER_RECORDED);
    assertThat(others).isEqualTo(byHand);
  }
}
