package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One clause asked of one payload. A search: each field in turn finds the leaves that it accepts;
 * each of them fixes the elements of the arrays on its way for the fields that follow, and where
 * those fail, the next leaf is tried. What failed once with the same choices is not tried again, so
 * the cost stays near fields times leaves.
 */
final class Matching {
  private final Clause clause;
  private final JsonNode payload;
  private @Nullable Set<State> failed;
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
  private boolean from(int first, @Nullable Choice choices) {
    int i = first;
    while (i < clause.size()) {
      reached = Math.max(reached, i);
      Boolean plain = plain(clause.field(i));
      if (plain == null) {
        return search(i, Choice.relevant(choices, clause, i));
      }
      if (!plain) {
        return false;
      }
      i++;
    }
    return true;
  }

  /**
   * The usual case, without a search: whether the field holds, or null if an array or a dotted name
   * is on its way.
   */
  private @Nullable Boolean plain(Field field) {
    FieldPath path = field.path();
    JsonNode node = payload;
    for (int step = 0; node != null && step < path.steps() && !node.isArray(); step++) {
      for (int to = step + 2; to <= path.steps(); to++) {
        if (node.has(path.key(step, to))) {
          return null;
        }
      }
      node = node.get(path.key(step, step + 1));
    }
    if (node != null && node.isArray()) {
      return null;
    }
    return (node == null || node.isObject()) ? field.mayBeAbsent() : field.accepts(node);
  }

  private boolean search(int i, @Nullable Choice choices) {
    State state = new State(i, choices);
    if (failed != null && failed.contains(state)) {
      return false;
    }
    Set<@Nullable Choice> found = new LinkedHashSet<>();
    if (clause.field(i).mayBeAbsent() && !present(i, payload, 0, choices)) {
      found.add(choices);
    } else {
      collect(i, payload, 0, choices, found);
    }
    for (Choice next : found) {
      if (from(i + 1, next)) {
        return true;
      }
    }
    if (failed == null) {
      failed = new HashSet<>();
    }
    failed.add(state);
    return false;
  }

  /**
   * Finds the leaves that the field accepts; answers whether there is one, and adds the choices
   * that lead to each.
   */
  private boolean collect(
      int i, JsonNode node, int step, @Nullable Choice choices, Set<@Nullable Choice> found) {
    if (node.isArray()) {
      return collectInArray(i, node, step, choices, found);
    }
    FieldPath path = clause.field(i).path();
    if (step == path.steps()) {
      boolean accepted = !node.isObject() && clause.field(i).accepts(node);
      if (accepted) {
        found.add(choices);
      }
      return accepted;
    }
    boolean any = false;
    for (int to = step + 1; node.isObject() && to <= path.steps(); to++) {
      JsonNode child = node.get(path.key(step, to));
      any |= child != null && collect(i, child, to, choices, found);
    }
    return any;
  }

  private boolean collectInArray(
      int i, JsonNode array, int step, @Nullable Choice choices, Set<@Nullable Choice> found) {
    int head = clause.head(i, step);
    Choice chosen = Choice.in(array, head, choices);
    if (chosen != null) {
      return collect(i, array.get(chosen.index()), step, choices, found);
    }
    // Where no later field comes through this array, one element is as good as another.
    boolean matters = clause.mattersFrom(i + 1, head);
    boolean any = false;
    for (int index = 0; index < array.size() && (matters || !any); index++) {
      JsonNode element = array.get(index);
      // A leaf that stands in the array itself binds no later field to its place.
      boolean binds = matters && element.isContainerNode();
      Choice next = binds ? new Choice(array, head, index, choices) : choices;
      any |= collect(i, element, step, next, found);
    }
    return any;
  }

  /** Whether the field has any leaf, in the chosen elements where there are such. */
  private boolean present(int i, JsonNode node, int step, @Nullable Choice choices) {
    if (node.isArray()) {
      return presentInArray(i, node, step, choices);
    }
    FieldPath path = clause.field(i).path();
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

  private boolean presentInArray(int i, JsonNode array, int step, @Nullable Choice choices) {
    Choice chosen = Choice.in(array, clause.head(i, step), choices);
    if (chosen != null) {
      return present(i, array.get(chosen.index()), step, choices);
    }
    for (JsonNode element : array) {
      if (present(i, element, step, choices)) {
        return true;
      }
    }
    return false;
  }

  private record State(int field, @Nullable Choice choices) {}
}
