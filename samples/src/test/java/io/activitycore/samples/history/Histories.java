package io.activitycore.samples.history;

import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records for {@code RunActivityReplayTest} what only a real server does, with {@code
 * -Dhistories.write=true}; otherwise it does nothing.
 */
public final class Histories {

  private Histories() {}

  /** Records the last execution of a workflow. */
  public static void record(WorkflowClient client, String name, String workflowId) {
    if (Boolean.getBoolean("histories.write")) {
      write(name, client.fetchHistory(workflowId));
    }
  }

  /** Records one that continued as new, and the one that went on after it. */
  public static void recordContinued(
      WorkflowClient client, String name, String next, String workflowId) {
    if (Boolean.getBoolean("histories.write")) {
      WorkflowExecutionHistory last = client.fetchHistory(workflowId);
      String before =
          last.getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getContinuedExecutionRunId();
      write(next, last);
      write(name, client.fetchHistory(workflowId, before));
    }
  }

  private static void write(String name, WorkflowExecutionHistory history) {
    String json =
        history
            .toJson(true)
            .replaceAll("(\"identity\": )\"[^\"]*\"", "$1\"recorder\"")
            .replaceAll("(\"name\": )\"\\d+@[^\"]*\"", "$1\"sticky\"");
    Path file = Path.of("../activity-core-engine/src/test/resources/histories", name + ".json");
    try {
      Files.writeString(file, json + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
