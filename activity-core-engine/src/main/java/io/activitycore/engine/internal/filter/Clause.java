package io.activitycore.engine.internal.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fields that must hold together: the filter, or one way through its alternatives. They are asked
 * in the order of their paths, and where two lead through the same array, in the same element.
 */
final class Clause {
  private static final Comparator<Field> BY_PATH =
      Comparator.comparing(field -> field.path().text());

  private final Field[] fields;

  /** By field and step: the number of the path's head there; equal heads have equal numbers. */
  private final int[][] heads;

  /**
   * By field: the numbers of all heads of this field and later ones. Choices in other arrays no
   * longer matter.
   */
  private final List<Set<Integer>> ahead;

  Clause(List<Field> fields) {
    this.fields = fields.stream().sorted(BY_PATH).toArray(Field[]::new);
    this.heads = new int[this.fields.length][];
    Map<String, Integer> numbers = new TreeMap<>();
    for (int i = 0; i < this.fields.length; i++) {
      FieldPath path = this.fields[i].path();
      heads[i] = new int[path.steps() + 1];
      for (int step = 0; step <= path.steps(); step++) {
        heads[i][step] = numbers.computeIfAbsent(path.head(step), head -> numbers.size());
      }
    }
    this.ahead = headsAhead();
  }

  private List<Set<Integer>> headsAhead() {
    List<Set<Integer>> result = new ArrayList<>();
    Set<Integer> seen = Set.of();
    for (int i = fields.length - 1; i >= 0; i--) {
      Set<Integer> more = new HashSet<>(seen);
      for (int head : heads[i]) {
        more.add(head);
      }
      seen = Set.copyOf(more);
      result.add(0, seen);
    }
    result.add(Set.of());
    return List.copyOf(result);
  }

  int size() {
    return fields.length;
  }

  Field field(int i) {
    return fields[i];
  }

  /** The number of the head of field {@code i} after {@code step} steps. */
  int head(int i, int step) {
    return heads[i][step];
  }

  /**
   * Whether a choice made in an array at this head can still bear on field {@code i} or a later
   * one.
   */
  boolean mattersFrom(int i, int head) {
    return ahead.get(i).contains(head);
  }
}
