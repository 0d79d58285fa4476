package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.engine.internal.schema.JsonSchema;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.PayloadSchemas;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether payloads fit the schemas of their types. Thread-safe. */
final class SchemaCheck {

  private static final int MOST_NAMED = 5;

  private static final int MOST_KEPT = 10_000;

  private record Key(String type, @Nullable String version) {}

  private final PayloadSchemas schemas;
  private final ConcurrentMap<Key, Optional<JsonSchema>> compiled = new ConcurrentHashMap<>();

  /**
   * By these.
   *
   * @throws IllegalStateException when one that is known already cannot be used
   */
  SchemaCheck(PayloadSchemas schemas) {
    this.schemas = schemas;
    schemas.known().forEach(SchemaCheck::compile);
  }

  /**
   * Checks.
   *
   * @throws UndecodableException when the payload does not fit; each place is named by JSON pointer
   */
  void check(EventEnvelope event) {
    Optional<JsonSchema> schema = schema(new Key(event.type(), event.schemaVersion()));
    if (schema.isEmpty()) {
      return;
    }
    List<Violation> wrong = schema.get().violations(event.payload(), "payload");
    if (!wrong.isEmpty()) {
      throw new UndecodableException(
          Code.SCHEMA,
          wrong.stream()
              .limit(MOST_NAMED)
              .map(violation -> "/payload" + violation.pointer() + ": " + violation.message())
              .collect(Collectors.joining("; ")));
    }
  }

  private Optional<JsonSchema> schema(Key key) {
    if (schemas == PayloadSchemas.NONE) {
      return Optional.empty();
    }
    if (compiled.size() > MOST_KEPT) {
      compiled.clear(); // versions come from outside: they must not fill the memory
    }
    return compiled.computeIfAbsent(
        key, k -> schemas.find(k.type(), k.version()).map(schema -> compile(k.type(), schema)));
  }

  private static JsonSchema compile(String name, JsonNode schema) {
    List<Violation> problems = JsonSchema.problems(schema);
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the schema " + name + " cannot be used: " + problems);
    }
    return JsonSchema.of(schema);
  }
}
