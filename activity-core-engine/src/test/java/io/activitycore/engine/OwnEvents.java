package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.engine.internal.schema.JsonSchema;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.PayloadSchemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds every event of ours that a test made to its published schema. */
final class OwnEvents {

  private static final PayloadSchemas SCHEMAS =
      PayloadSchemas.fromFolder(Path.of("..", "docs", "schemas", "events"));

  private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();

  private OwnEvents() {}

  static void check(List<EventEnvelope> published) {
    for (EventEnvelope event : published) {
      Optional<JsonNode> schema = SCHEMAS.find(event.type(), null);
      if (event.type().matches("(Run|Task|HumanTask)[A-Z].*")) {
        assertThat(schema).as("schema of %s", event.type()).isPresent();
      }
      if (schema.isPresent()) {
        List<Violation> wrong =
            COMPILED
                .computeIfAbsent(event.type(), type -> JsonSchema.of(schema.get()))
                .violations(event.payload(), "payload");
        assertThat(wrong).as("%s", event).isEmpty();
      }
    }
  }
}
