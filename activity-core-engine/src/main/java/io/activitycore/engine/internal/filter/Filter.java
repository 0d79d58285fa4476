package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled {@code filters} object: an Amazon EventBridge pattern over a payload, with {@code key:
 * scalar} as the short form of {@code key: [scalar]} and {@code a.b} as a name for {@code a: {b}}.
 * Immutable and safe for concurrent use; it keeps nothing of the node it was compiled from.
 */
public final class Filter {
  private final Conjunction written;
  private final List<Clause> clauses;
  private final SortedMap<String, Set<JsonNode>> equalities;

  private Filter(Conjunction written) {
    this.written = written;
    this.clauses = written.clauses();
    SortedMap<String, Set<JsonNode>> equal = new TreeMap<>();
    for (Field field : written.fields()) {
      if (field.isEquality()) {
        field
            .tests()
            .forEach(test -> equal.put(field.path().text(), ((LeafTest.Exact) test).keys()));
      }
    }
    this.equalities = Collections.unmodifiableSortedMap(equal);
  }

  /**
   * Compiles a filter.
   *
   * @param filters the {@code filters} value of a definition's event trigger
   * @return the filter
   * @throws FilterException naming the first problem found and where it is
   */
  public static Filter compile(JsonNode filters) {
    return new Filter(FilterCompiler.compile(filters.deepCopy()));
  }

  /**
   * Whether the payload passes. Costs about one look-up for each field; arrays cost by their size.
   *
   * @param payload any JSON value; one that is neither an object nor an array of objects has no
   *     fields
   */
  public boolean matches(JsonNode payload) {
    for (int i = 0; i < clauses.size(); i++) {
      if (Matching.matches(clauses.get(i), payload)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why the payload does not pass: the first field, in the order of their paths, that cannot hold
   * together with those before it; if all fields hold, the first {@code $or} that cannot. Slower
   * than {@link #matches}; for people.
   *
   * @param payload any JSON value
   * @return empty exactly if the payload matches
   */
  public Optional<Mismatch> explain(JsonNode payload) {
    if (matches(payload)) {
      return Optional.empty();
    }
    Field field = Matching.firstMismatch(new Clause(written.fields()), payload);
    if (field != null) {
      FieldPath path = field.path();
      return Optional.of(
          new Mismatch(path.text(), field.written().deepCopy(), actual(payload, path)));
    }
    return Optional.of(explainAlternatives(payload));
  }

  private Mismatch explainAlternatives(JsonNode payload) {
    List<Alternatives> ordered = new ArrayList<>(written.alternatives());
    ordered.sort(Comparator.comparing(Alternatives::path));
    int first = 1;
    while (first < ordered.size() && holds(ordered.subList(0, first), payload)) {
      first++;
    }
    Alternatives or = ordered.get(first - 1);
    return new Mismatch(or.path(), or.written().deepCopy(), null);
  }

  private boolean holds(List<Alternatives> some, JsonNode payload) {
    return new Conjunction(written.fields(), some)
        .clauses().stream().anyMatch(clause -> Matching.matches(clause, payload));
  }

  private static @Nullable JsonNode actual(JsonNode payload, FieldPath path) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    path.forEachValue(payload, values::add);
    return values.isEmpty() ? null : values.size() == 1 ? values.get(0) : values;
  }

  /**
   * The fields of which only certain values pass: dotted path to the keys of those values, in the
   * form of {@link LeafKeys}. A payload that has none of a field's keys at its path cannot match.
   * Fields inside {@code $or} and those that name an IP address (which has several spellings) are
   * left out.
   */
  public SortedMap<String, Set<JsonNode>> equalities() {
    return equalities;
  }

  /**
   * One reason why a payload does not pass.
   *
   * @param path the field's dotted path in the payload, or that of a {@code $or}
   * @param expected the field's pattern as written, always as an array; of a {@code $or} its
   *     alternatives
   * @param actual what the payload has there; an array of the values if the path leads through an
   *     array to several; null if it has nothing there, and for a {@code $or}
   */
  public record Mismatch(String path, JsonNode expected, @Nullable JsonNode actual) {}
}
