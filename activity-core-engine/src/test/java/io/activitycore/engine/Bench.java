package io.activitycore.engine;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.TaskNodeBuilder;
import io.activitycore.definition.Trigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.Store;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.worker.WorkerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a test of a running core needs: a store, a broker, names of its own, and waits. Closes the
 * cores it started.
 */
final class Bench implements AutoCloseable {

  /** Long enough for a busy machine; nothing waits so long when all is well. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** One attempt. */
  static final Retry ONCE = Retry.attempts(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  final WorkflowClient client;
  final Store store = InMemoryStore.create();
  final InMemoryBroker broker = InMemoryBroker.create();

  /** The same for all tests of one name is harmless: each has its own. */
  private final String name;

  private final List<ActivityCore> cores = new ArrayList<>();

  Bench(WorkflowClient client, String uniqueId) {
    this.client = client;
    this.name = "t" + Integer.toHexString(uniqueId.hashCode());
  }

  /** The text as JSON, with single quotes for double ones. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The test's own activity id, queue and so on. */
  String own(String what) {
    return what + "-" + name;
  }

  /** A definition on a queue of the test's own, started by events of the test's type. */
  ActivityDefinition.Builder activity(String id) {
    return ActivityDefinition.builder(own(id))
        .taskQueue(own("queue"))
        .trigger(Trigger.event(own("type")));
  }

  /** A definition of these tasks, one after the other. */
  ActivityDefinition linear(String id, TaskNodeBuilder... tasks) {
    Node[] nodes = new Node[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      nodes[i] = tasks[i].build();
    }
    return activity(id).rules(Rule.always(nodes)).build();
  }

  /** A definition on the test's queue and type; the rest in YAML. */
  ActivityDefinition yaml(String id, String rest) {
    String head =
        "id: %s\ntask_queue: %s\ntrigger: { event: { type: %s } }\n"
            .formatted(own(id), own("queue"), own("type"));
    return DefinitionReader.read(id + ".yaml", (head + rest).getBytes(StandardCharsets.UTF_8))
        .orThrow();
  }

  /** A builder with everything but handlers and definitions. */
  ActivityCore.Builder core() {
    return core(client);
  }

  /** The same, over a client of its own. */
  ActivityCore.Builder core(WorkflowClient own) {
    return ActivityCore.builder(own)
        .store(store)
        .broker(broker)
        .workerOptions(
            WorkerOptions.newBuilder()
                .setMaxConcurrentWorkflowTaskPollers(2)
                .setMaxConcurrentActivityTaskPollers(2)
                .build());
  }

  /** A core that is closed after the test. */
  ActivityCore built(ActivityCore.Builder builder, ActivityDefinition... definitions) {
    if (definitions.length > 0) {
      builder.definitions(Definitions.of(definitions));
    }
    ActivityCore core = builder.build();
    cores.add(core);
    return core;
  }

  /** The same, started. */
  ActivityCore started(ActivityCore.Builder builder, ActivityDefinition... definitions) {
    ActivityCore core = built(builder, definitions);
    core.start();
    return core;
  }

  /** An event of the test's type. */
  EventEnvelope event(String eventId, String payload) {
    return new EventEnvelope(
        eventId,
        own("type"),
        "test",
        Instant.parse("2026-03-28T09:00:00Z"),
        null,
        "trace-" + eventId,
        null,
        json(payload),
        Map.of());
  }

  /** The workflow id of the run of an event. */
  String workflowId(String activity, String eventId) {
    return "activity-" + own(activity) + ":" + eventId;
  }

  /** Sends the event and waits for the run's end. */
  RunRecord run(String activity, String eventId, String payload) {
    broker.send(event(eventId, payload));
    broker.awaitSettled(LONGEST);
    return ended(activity, eventId);
  }

  /** Waits for the run's end. */
  RunRecord ended(String activity, String occurrence) {
    closed(workflowId(activity, occurrence));
    return store
        .runs()
        .find(new RunKey(RunKey.DEFAULT_TENANT, own(activity), occurrence))
        .orElseThrow();
  }

  /** Waits for the run's end and its outcome. */
  RunOutcome outcome(String activity, String occurrence) {
    return ended(activity, occurrence).outcome();
  }

  /** Waits until the workflow is over, however; gives its result or null. */
  JsonNode closed(String workflowId) {
    try {
      return client
          .newUntypedWorkflowStub(workflowId)
          .getResult(LONGEST.toSeconds(), TimeUnit.SECONDS, JsonNode.class);
    } catch (WorkflowFailedException e) {
      return JSON.nullNode();
    } catch (TimeoutException e) {
      throw new IllegalStateException(workflowId + " is not over after " + LONGEST, e);
    }
  }

  /** The history of a workflow. */
  List<HistoryEvent> history(String workflowId) {
    return client.fetchHistory(workflowId).getEvents();
  }

  /** The events of one type in it. */
  List<HistoryEvent> history(String workflowId, EventType type) {
    return history(workflowId).stream().filter(event -> event.getEventType() == type).toList();
  }

  /** What came out on the broker once there are so many. */
  List<EventEnvelope> published(int count) {
    await().atMost(LONGEST).until(() -> broker.published().size() >= count);
    return broker.published();
  }

  @Override
  public void close() {
    cores.forEach(ActivityCore::close);
    broker.close();
    OwnEvents.check(broker.published());
  }
}
