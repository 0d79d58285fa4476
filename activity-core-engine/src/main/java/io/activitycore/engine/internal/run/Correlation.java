package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import io.activitycore.spi.Wait;
import java.util.HashMap;
import java.util.Map;

/** Whether an event is the one that a run waits for. Thread-safe. */
public final class Correlation {

  private final ExpressionEngine expressions;

  /** With the host's expressions. */
  public Correlation(ExpressionEngine expressions) {
    this.expressions = expressions;
  }

  /** Whether it is; a condition that fails says no. */
  public boolean fits(Wait wait, EventEnvelope event) {
    if (wait.correlate() == null || !event.type().equals(wait.eventType())) {
      return false;
    }
    Map<String, JsonNode> values = new HashMap<>();
    if (wait.variables() != null) {
      wait.variables().properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    }
    values.put(Names.EVENT, EnvelopeJson.tree(event));
    values.put(Names.PAYLOAD, event.payload());
    try {
      return expressions.compile(wait.correlate(), values.keySet()).evaluate(values).asBoolean();
    } catch (ExpressionException e) {
      return false;
    }
  }

  /** What such a wait is settled with: the envelope. */
  public static JsonNode settlement(EventEnvelope event) {
    return JsonNodeFactory.instance.objectNode().set("result", EnvelopeJson.tree(event));
  }
}
