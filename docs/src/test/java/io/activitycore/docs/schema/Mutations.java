package io.activitycore.docs.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small random changes of a tree; the same for the same seed. Never puts in a null. */
final class Mutations {

  private static final List<String> VALUES =
      List.of(
          "5",
          "0",
          "-1",
          "5.0",
          "1.5",
          "3000000000",
          "true",
          "''",
          "' '",
          "text",
          "30s",
          "0s",
          "P7D",
          "P1Y",
          "-5s",
          "1h30m",
          "{}",
          "[]",
          "[a]",
          "[5]",
          "[[]]",
          "{route: ship}",
          "{route: 1}",
          "{x: 1}",
          "fail",
          "continue",
          "start",
          "always",
          "skip",
          "event",
          "a.b",
          "Upper",
          "\"a\\u0007b\"",
          "PT0S",
          "P",
          "PT",
          "UTC",
          "{for: 1s}",
          "{until: x}",
          "{for: 1s, until: x}",
          "[{to: done, type: start}]",
          "[{id: a, task: t}]",
          "{manual: {}}",
          "{assignees: [a]}",
          "{after: 1d, assignees: [a]}",
          "{after: 1d}",
          "[1d]",
          "signal",
          "on_continue",
          "{assignees: [], groups: []}",
          "as",
          "_x9",
          "9x");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  JsonNode mutate(JsonNode original) {
    JsonNode tree = original.deepCopy();
    for (int i = random.nextInt(2); i >= 0; i--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(tree, containers);
      change(containers.get(random.nextInt(containers.size())), containers);
    }
    return tree;
  }

  private static void collect(JsonNode tree, List<JsonNode> containers) {
    if (tree.isContainerNode()) {
      containers.add(tree);
      tree.forEach(child -> collect(child, containers));
    }
  }

  private JsonNode value(List<JsonNode> containers) {
    return random.nextInt(5) == 0
        ? containers.get(random.nextInt(containers.size())).deepCopy()
        : Schemas.yaml(VALUES.get(random.nextInt(VALUES.size())));
  }

  private void change(JsonNode container, List<JsonNode> all) {
    if (container instanceof ObjectNode object) {
      changeObject(object, all);
    } else {
      ArrayNode array = (ArrayNode) container;
      if (random.nextBoolean() || array.isEmpty()) {
        array.add(value(all));
      } else if (random.nextBoolean()) {
        array.remove(random.nextInt(array.size()));
      } else {
        array.set(random.nextInt(array.size()), value(all));
      }
    }
  }

  private void changeObject(ObjectNode object, List<JsonNode> all) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String own = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(own);
      case 1 -> object.set(own, value(all));
      case 2 -> object.set(otherName(all), value(all));
      default -> object.set(otherName(all), object.path(own).deepCopy());
    }
    object.remove(names.stream().filter(name -> object.path(name).isMissingNode()).toList());
  }

  /** A name from somewhere in the tree, so that it is often a known one. */
  private String otherName(List<JsonNode> all) {
    ContainerNode<?> other = (ContainerNode<?>) all.get(random.nextInt(all.size()));
    List<String> names =
        new ArrayList<>(
            List.of(
                "unknown",
                "as",
                "for_each",
                "retry",
                "from",
                "mode",
                "correlate",
                "complete_when",
                "on_disabled",
                "on_too_old",
                "upgrade",
                "remind",
                "escalate"));
    other.fieldNames().forEachRemaining(names::add);
    return names.get(random.nextInt(names.size()));
  }
}
