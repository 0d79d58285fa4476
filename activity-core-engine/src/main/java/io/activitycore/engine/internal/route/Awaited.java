package io.activitycore.engine.internal.route;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import java.util.List;
import java.util.stream.Stream;

/** Which events runs of a definition may wait for. */
final class Awaited {

  private Awaited() {}

  static Stream<String> types(ActivityDefinition definition) {
    Stream<Node> ofGraph =
        definition.graph() == null ? Stream.of() : definition.graph().nodes().stream();
    Stream<Node> ofRules =
        definition.rules() == null
            ? Stream.of()
            : definition.rules().stream().map(rule -> rule.tasks()).flatMap(List::stream);
    return Stream.concat(ofGraph, ofRules)
        .flatMap(
            node ->
                node.waitForEvent() == null ? Stream.of() : Stream.of(node.waitForEvent().type()));
  }
}
