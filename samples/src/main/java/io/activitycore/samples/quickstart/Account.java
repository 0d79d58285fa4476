package io.activitycore.samples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Problem;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what happened, for people. */
final class Account {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActivityCore core;
  private final InMemoryBroker broker;
  private final WorkflowClient temporal;
  private final PrintStream out;
  private final Map<Decision.Kind, Integer> counts = new EnumMap<>(Decision.Kind.class);

  Account(ActivityCore core, InMemoryBroker broker, WorkflowClient temporal, PrintStream out) {
    this.core = core;
    this.broker = broker;
    this.temporal = temporal;
    this.out = out;
  }

  void definitions(Definitions definitions) {
    out.println("Definitions");
    for (Definitions.Source source : definitions.load().good()) {
      out.printf("  %s (%s)%n", source.definition().id(), source.file());
    }
    for (Problem problem : core.problems()) {
      out.printf("  refused: %s%n", problem);
    }
  }

  void print(List<byte[]> sent) {
    out.printf("%nEvents in (%d)%n", sent.size());
    Set<String> ids = new LinkedHashSet<>();
    for (byte[] bytes : sent) {
      eventId(bytes, ids);
    }
    int tasks = 0;
    for (String id : ids) {
      tasks += event(id);
    }
    for (InMemoryBroker.DeadLetter dead : broker.deadLettered()) {
      out.printf(
          "%n  %s%n    REJECTED, dead-lettered: %s%n", dead.delivery().position(), dead.reason());
      counts.merge(Decision.Kind.REJECTED, 1, Integer::sum);
    }
    core.close();
    List<EventEnvelope> published = broker.published();
    out.printf("%nEvents out (%d)%n", published.size());
    for (EventEnvelope event : published) {
      out.printf("  %-14s %s%n", event.type(), event.eventId());
    }
    out.printf(
        "%nRan: %d runs with %d tasks for %d events; %d duplicates started nothing, %d definitions"
            + " did not fit, %d events had no definition, %d were dead-lettered; %d events out.%n",
        count(Decision.Kind.STARTED),
        tasks,
        sent.size(),
        count(Decision.Kind.DUPLICATE),
        count(Decision.Kind.FILTERED),
        count(Decision.Kind.UNMATCHED),
        count(Decision.Kind.REJECTED),
        published.size());
  }

  private int count(Decision.Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  private static void eventId(byte[] bytes, Set<String> ids) {
    try {
      JsonNode event = JSON.readTree(bytes);
      ids.add(
          event.has("specversion")
              ? event.path("source").asText() + "#" + event.path("id").asText()
              : event.path("event_id").asText());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One event with its decisions; gives how many tasks ran. */
  private int event(String id) {
    List<Decision> decisions = core.explain(id).decisions();
    if (decisions.isEmpty()) {
      return 0;
    }
    out.printf("%n  %s%n", id);
    int tasks = 0;
    for (Decision decision : decisions) {
      counts.merge(decision.kind(), 1, Integer::sum);
      String activity = decision.activityId() == null ? "" : " " + decision.activityId();
      out.printf("    %s%s: %s%n", decision.kind(), activity, decision.reason());
      if (decision.kind() == Decision.Kind.STARTED) {
        tasks += run(decision);
      }
    }
    return tasks;
  }

  private int run(Decision decision) {
    awaitEnd(String.valueOf(decision.workflowId()));
    RunRecord run =
        core.run(String.valueOf(decision.activityId()), decision.eventId()).orElseThrow();
    JsonNode audit = run.audit();
    out.printf("      run %s: %s%n", run.workflowId(), run.outcome());
    List<JsonNode> tasks = new ArrayList<>();
    if (audit != null) {
      audit.path("tasks").forEach(tasks::add);
    }
    for (JsonNode task : tasks) {
      out.printf(
          "        %s (%s) %s -> %s%n",
          task.path("node").asText(),
          task.path("task").asText(),
          json(task.path("input")),
          task.path("outcome").asText().equals("COMPLETED")
              ? json(task.path("result"))
              : "FAILED " + json(task.path("error")));
    }
    return tasks.size();
  }

  private void awaitEnd(String workflowId) {
    try {
      temporal.newUntypedWorkflowStub(workflowId).getResult(JsonNode.class);
    } catch (WorkflowFailedException e) {
      // The run's own record says how it ended.
    }
  }

  private static String json(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
