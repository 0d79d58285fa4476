package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import io.activitycore.intake.RawEventMapping;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host's {@link RawEventMapping}, compiled. Thread-safe. */
final class RawExpressions implements RawForm {

  private static final List<String> NAMES = List.of("body", "headers");

  private static final Map<String, String> WHERE =
      Map.of(
          "/event_id", "the mapping's id",
          "/type", "the mapping's type",
          "/source", "the mapping's source",
          "/subject", "the mapping's subject");

  private final Expression type;
  private final Expression source;
  private final @Nullable Expression id;
  private final @Nullable Expression subject;
  private final @Nullable Expression occurredAt;

  /**
   * Compiles.
   *
   * @throws ExpressionException when an expression does not compile
   */
  RawExpressions(RawEventMapping mapping, ExpressionEngine expressions) {
    this.type = expressions.compile(mapping.type(), NAMES);
    this.source = expressions.compile(mapping.source(), NAMES);
    this.id = optional(mapping.id(), expressions);
    this.subject = optional(mapping.subject(), expressions);
    this.occurredAt = optional(mapping.occurredAt(), expressions);
  }

  private static @Nullable Expression optional(
      @Nullable String text, ExpressionEngine expressions) {
    return text == null ? null : expressions.compile(text, NAMES);
  }

  @Override
  public EventEnvelope event(
      JsonNode body, Map<String, String> headers, String eventId, Instant arrival) {
    ObjectNode byName = JsonNodeFactory.instance.objectNode();
    headers.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
    Map<String, JsonNode> variables = Map.of("body", body, "headers", byName);
    String itsType = text("type", type, variables);
    String itsSource = text("source", source, variables);
    String itsId = id == null ? eventId : text("id", id, variables);
    String itsSubject = subject == null ? null : text("subject", subject, variables);
    Instant itsTime =
        occurredAt == null ? arrival : time(text("occurred_at", occurredAt, variables), arrival);
    return Fields.model(
        WHERE,
        () ->
            new EventEnvelope(
                itsId, itsType, itsSource, itsTime, itsSubject, null, null, body, Map.of()));
  }

  private static String text(
      String property, Expression expression, Map<String, JsonNode> variables) {
    JsonNode value;
    try {
      value = expression.evaluate(variables);
    } catch (ExpressionException e) {
      throw new UndecodableException(
          Code.INVALID, "the mapping's " + property + ": " + e.getMessage());
    }
    if (!value.isTextual()) {
      throw new UndecodableException(
          Code.INVALID,
          "the mapping's " + property + ": expected a string, got " + Fields.kind(value));
    }
    return value.textValue();
  }

  private static Instant time(String text, Instant arrival) {
    ObjectNode holder = JsonNodeFactory.instance.objectNode().put("occurred_at", text);
    Fields fields = new Fields("the mapping", holder);
    Instant time = fields.time("occurred_at", text, arrival);
    fields.check();
    return time;
  }
}
