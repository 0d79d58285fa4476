package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.EventTrigger;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.Map;

/** Which long-lived run an event belongs to. Thread-safe. */
final class CorrelationKey {

  private final ExpressionEngine expressions;

  CorrelationKey(ExpressionEngine expressions) {
    this.expressions = expressions;
  }

  /**
   * The key, as text.
   *
   * @throws RefusedException when the event has none
   */
  String of(String activityId, EventTrigger trigger, EventEnvelope event) {
    String correlate = String.valueOf(trigger.correlate());
    JsonNode key;
    try {
      key =
          expressions
              .compile(correlate, Names.OF_EVENT)
              .evaluate(
                  Map.of(Names.EVENT, EnvelopeJson.tree(event), Names.PAYLOAD, event.payload()));
    } catch (ExpressionException e) {
      throw new RefusedException("correlate", activityId + ": correlate: " + e.getMessage(), e);
    }
    boolean usable = key.isValueNode() && !key.isNull() && !key.asText().isBlank();
    if (!usable || key.asText().chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException(
          "correlate",
          activityId
              + ": correlate: expected a text, number or boolean that is not blank and has no"
              + " control characters, got "
              + key,
          null);
    }
    return key.asText();
  }
}
