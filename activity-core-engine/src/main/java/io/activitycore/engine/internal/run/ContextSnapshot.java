package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ContextEntry;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Template;
import io.activitycore.engine.internal.task.Handler;
import io.activitycore.engine.internal.task.Handlers;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import io.activitycore.handler.TaskFailedException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Resolves what a run must know. */
final class ContextSnapshot {

  private final Handlers handlers;
  private final ExpressionEngine expressions;

  ContextSnapshot(Handlers handlers, ExpressionEngine expressions) {
    this.handlers = handlers;
    this.expressions = expressions;
  }

  /**
   * Asks every resolver, by the name of the entry.
   *
   * @throws TaskFailedException when an entry can never be resolved
   * @throws Exception when a resolver failed and should be asked again
   */
  SortedMap<String, JsonNode> resolve(
      ActivityDefinition definition, Map<String, JsonNode> variables) throws Exception {
    SortedMap<String, JsonNode> snapshot = new TreeMap<>();
    for (Map.Entry<String, ContextEntry> entry : new TreeMap<>(definition.context()).entrySet()) {
      String resolver = entry.getValue().resolver();
      Handler handler =
          handlers
              .resolver(resolver)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "context "
                              + entry.getKey()
                              + ": no resolver "
                              + resolver
                              + " in this worker"));
      snapshot.put(entry.getKey(), handler.call(input(entry, variables), null));
    }
    return snapshot;
  }

  private JsonNode input(Map.Entry<String, ContextEntry> entry, Map<String, JsonNode> variables) {
    try {
      return Template.compile(
              entry.getValue().input(), source -> expressions.compile(source, Names.OF_START))
          .render(variables);
    } catch (ExpressionException e) {
      throw new TaskFailedException(
          "expression", "context " + entry.getKey() + ": " + e.getMessage(), e);
    }
  }
}
