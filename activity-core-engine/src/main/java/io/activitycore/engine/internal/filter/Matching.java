package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One clause asked of one payload. A search: each field in turn chooses a leaf that it accepts,
 * which fixes the elements of the arrays on the way for the fields that follow; where those find
 * nothing, the next leaf is tried. What failed once with the same choices is not tried again, so
 * the cost stays near fields times leaves.
 */
final class Matching {
  private final Clause clause;
  private final JsonNode payload;
  private final Set<State> failed = new HashSet<>(0);
  private boolean sawChoice;
  private int reached;

  private Matching(Clause clause, JsonNode payload) {
    this.clause = clause;
    this.payload = payload;
  }

  static boolean matches(Clause clause, JsonNode payload) {
    return new Matching(clause, payload).from(0, null);
  }

  /** The first field that cannot hold together with those before it, or null if all hold. */
  static @Nullable Field firstMismatch(Clause clause, JsonNode payload) {
    Matching matching = new Matching(clause, payload);
    return matching.from(0, null) ? null : clause.field(matching.reached);
  }

  /** Whether the fields from this one on can hold, the elements of some arrays being chosen. */
  private boolean from(int i, @Nullable Choice made) {
    if (i == clause.size()) {
      return true;
    }
    reached = Math.max(reached, i);
    Choice choices = Choice.relevant(made, clause, i);
    if (sawChoice && failed.contains(new State(i, choices))) {
      return false;
    }
    if (holds(i, choices)) {
      return true;
    }
    if (sawChoice) {
      failed.add(new State(i, choices));
    }
    return false;
  }

  private boolean holds(int i, @Nullable Choice choices) {
    if (!clause.field(i).mayBeAbsent()) {
      return value(i, payload, 0, choices);
    }
    sawChoice = true;
    boolean absent = !present(i, payload, 0, choices);
    return absent ? from(i + 1, choices) : value(i, payload, 0, choices);
  }

  private boolean value(int i, JsonNode node, int step, @Nullable Choice choices) {
    Field field = clause.field(i);
    if (node.isArray()) {
      return valueInArray(i, node, step, choices);
    }
    FieldPath path = field.path();
    if (step == path.steps()) {
      return !node.isObject() && field.accepts(node) && from(i + 1, choices);
    }
    for (int to = step + 1; node.isObject() && to <= path.steps(); to++) {
      JsonNode child = node.get(path.key(step, to));
      if (child != null && value(i, child, to, choices)) {
        return true;
      }
    }
    return false;
  }

  private boolean valueInArray(int i, JsonNode array, int step, @Nullable Choice choices) {
    sawChoice = true;
    int head = clause.head(i, step);
    Choice chosen = Choice.in(array, head, choices);
    if (chosen != null) {
      return value(i, array.get(chosen.index()), step, choices);
    }
    for (int index = 0; index < array.size(); index++) {
      JsonNode element = array.get(index);
      // A leaf that stands in the array itself binds no later field to its place.
      boolean binds = element.isContainerNode() && clause.mattersFrom(i + 1, head);
      if (value(i, element, step, binds ? new Choice(array, head, index, choices) : choices)) {
        return true;
      }
    }
    return false;
  }

  private boolean present(int i, JsonNode node, int step, @Nullable Choice choices) {
    FieldPath path = clause.field(i).path();
    if (node.isArray()) {
      Choice chosen = Choice.in(node, clause.head(i, step), choices);
      if (chosen != null) {
        return present(i, node.get(chosen.index()), step, choices);
      }
      for (JsonNode element : node) {
        if (present(i, element, step, choices)) {
          return true;
        }
      }
      return false;
    }
    if (step == path.steps()) {
      return !node.isObject();
    }
    for (int to = step + 1; node.isObject() && to <= path.steps(); to++) {
      JsonNode child = node.get(path.key(step, to));
      if (child != null && present(i, child, to, choices)) {
        return true;
      }
    }
    return false;
  }

  private record State(int field, @Nullable Choice choices) {}
}
