package io.activitycore.samples.quickstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.engine.ActivityCore;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Handlers that answer {@code {}} for whatever a newcomer's definitions name and the sample shop
 * does not know.
 */
final class MissingHandlers {

  private static final List<String> KNOWN_TASKS =
      List.of(
          "billing.charge", "gift.add", "issue.label", "mail.send", "risk.score", "stock.reserve");

  private MissingHandlers() {}

  static void add(ActivityCore.Builder builder, Definitions definitions) {
    NavigableSet<String> tasks = new TreeSet<>();
    NavigableSet<String> resolvers = new TreeSet<>();
    for (Definitions.Source source : definitions.load().good()) {
      ActivityDefinition definition = source.definition();
      nodes(definition)
          .forEach(
              node -> {
                if (node.task() != null) {
                  tasks.add(node.task());
                }
                if (node.compensate() != null) {
                  tasks.add(node.compensate().task());
                }
              });
      definition.context().values().stream().map(ContextEntry::resolver).forEach(resolvers::add);
    }
    KNOWN_TASKS.forEach(tasks::remove);
    resolvers.remove("crm.customer");
    tasks.forEach(
        type -> builder.task(type, (input, context) -> JsonNodeFactory.instance.objectNode()));
    resolvers.forEach(
        name -> builder.resolver(name, input -> JsonNodeFactory.instance.objectNode()));
  }

  private static Stream<Node> nodes(ActivityDefinition definition) {
    if (definition.graph() != null) {
      return definition.graph().nodes().stream();
    }
    return definition.rules() == null
        ? Stream.of()
        : definition.rules().stream().flatMap(rule -> rule.tasks().stream());
  }
}
