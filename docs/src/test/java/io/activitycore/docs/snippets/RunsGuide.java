package io.activitycore.docs.snippets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.engine.Runs;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.handler.TaskHandler;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What the page on runs shows. */
final class RunsGuide {

  private RunsGuide() {}

  // tag::handler
  public record Scoring(String customerId) {}

  public static final class Partner {
    @TaskHandler("partner.score")
    public Pending score(Scoring input) {
      JsonNode payload = JsonNodeFactory.instance.objectNode().put("customer", input.customerId());
      return Pending.request("partner.score.wanted", payload).within(Duration.ofHours(4));
    }

    @TaskHandler(value = "score.round", local = true)
    public Map<String, Long> round(Map<String, Double> input) {
      return Map.of("score", Math.round(input.getOrDefault("score", 0.0)));
    }
  }

  // end::handler

  static ActivityCore.Builder host(WorkflowClient client, InMemoryBroker broker, byte[] secret) {
    // tag::secret
    ActivityCore.Builder builder =
        ActivityCore.builder(client)
            .store(InMemoryStore.create())
            .broker(broker)
            .register(new Partner())
            .replySecrets(secret); // new one first, while an old one still verifies
    // end::secret
    return builder;
  }

  static EventEnvelope reply(EventEnvelope request) {
    // tag::reply
    JsonNode payload =
        JsonNodeFactory.instance.objectNode().set("result", Events.object().put("score", 41.7));
    EventEnvelope reply =
        new EventEnvelope(
            "reply-to-" + request.eventId(),
            "partner.score.done",
            "https://partner.example.com",
            Instant.now(),
            null,
            null,
            null,
            payload,
            Map.of(Pending.TOKEN, request.extensions().get(Pending.TOKEN)));
    // end::reply
    return reply;
  }

  static JsonNode look(ActivityCore core) {
    // tag::control
    Runs runs = core.runs();
    runs.pause("score-customer", "evt-1");
    JsonNode progress = runs.progress("score-customer", "evt-1"); // nodes, waiting_for, in_flight
    runs.resume("score-customer", "evt-1");
    // end::control
    return progress;
  }
}
