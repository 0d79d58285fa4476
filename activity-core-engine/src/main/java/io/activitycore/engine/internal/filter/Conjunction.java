package io.activitycore.engine.internal.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fields and {@code $or}s that must all hold. */
record Conjunction(List<Field> fields, List<Alternatives> alternatives) {
  /** As many combinations as Amazon EventBridge takes. */
  private static final long MOST_CLAUSES = 1000;

  private static final int MOST_FIELDS = 256;

  /** Every way to hold, each a clause; a payload matches if one of them holds. */
  List<Clause> clauses() {
    if (ways() > MOST_CLAUSES) {
      throw new FilterException("", "$or makes more than " + MOST_CLAUSES + " combinations");
    }
    List<Clause> clauses = new ArrayList<>();
    for (List<Field> way : expand()) {
      check(way);
      clauses.add(new Clause(way));
    }
    return List.copyOf(clauses);
  }

  private long ways() {
    long product = 1;
    for (Alternatives or : alternatives) {
      long sum = 0;
      for (Conjunction choice : or.choices()) {
        sum += choice.ways();
      }
      product = Math.min(product * sum, MOST_CLAUSES + 1);
    }
    return product;
  }

  private List<List<Field>> expand() {
    List<List<Field>> ways = List.of(fields);
    for (Alternatives or : alternatives) {
      List<List<Field>> longer = new ArrayList<>();
      for (Conjunction choice : or.choices()) {
        for (List<Field> tail : choice.expand()) {
          for (List<Field> head : ways) {
            List<Field> way = new ArrayList<>(head);
            way.addAll(tail);
            longer.add(way);
          }
        }
      }
      ways = longer;
    }
    return ways;
  }

  private static void check(List<Field> way) {
    Set<String> paths = new HashSet<>();
    for (Field field : way) {
      if (!paths.add(field.path().text())) {
        throw new FilterException(
            field.pointer(),
            "the field "
                + field.path().text()
                + " already has a pattern; write one for each field");
      }
    }
    if (way.size() > MOST_FIELDS) {
      throw new FilterException(
          "",
          "a filter asks for at most "
              + MOST_FIELDS
              + " fields together, but this for "
              + way.size());
    }
  }
}
