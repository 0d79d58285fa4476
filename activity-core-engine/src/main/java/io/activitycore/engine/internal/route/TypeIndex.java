package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.filter.Filter;
import io.activitycore.event.EventEnvelope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The enabled definitions of one event type. Each stands under its most selective equality: the
 * path whose values it shares with the fewest others. An event looks up its own values, and only
 * what it finds there is evaluated; definitions without an equality are evaluated always.
 */
final class TypeIndex {

  /** The path of the envelope's source; no payload path begins so. */
  static final String SOURCE = "\u0000source";

  private static final Comparator<Candidate> BY_ID =
      Comparator.comparing(candidate -> candidate.stored().definition().id());

  private final Map<String, Map<JsonNode, List<Candidate>>> byPath = new TreeMap<>();
  private final List<Candidate> rest = new ArrayList<>();
  private final List<Candidate> all;

  TypeIndex(List<Candidate> candidates) {
    this.all = List.copyOf(candidates);
    Map<String, Map<JsonNode, Integer>> shared = new HashMap<>();
    for (Candidate candidate : all) {
      candidate
          .equalities()
          .forEach(
              (path, keys) -> {
                Map<JsonNode, Integer> counts = shared.computeIfAbsent(path, p -> new HashMap<>());
                keys.forEach(key -> counts.merge(key, 1, Integer::sum));
              });
    }
    for (Candidate candidate : all) {
      place(candidate, shared);
    }
  }

  private void place(Candidate candidate, Map<String, Map<JsonNode, Integer>> shared) {
    Map<String, Set<JsonNode>> equalities = candidate.equalities();
    String best = mostSelective(equalities, shared);
    if (best == null) {
      rest.add(candidate);
      return;
    }
    Map<JsonNode, List<Candidate>> keys = byPath.computeIfAbsent(best, p -> new HashMap<>());
    for (JsonNode key : equalities.getOrDefault(best, Set.of())) {
      keys.computeIfAbsent(key, k -> new ArrayList<>(1)).add(candidate);
    }
  }

  private static @Nullable String mostSelective(
      Map<String, Set<JsonNode>> equalities, Map<String, Map<JsonNode, Integer>> shared) {
    String best = null;
    long least = Long.MAX_VALUE;
    for (Map.Entry<String, Set<JsonNode>> equality : equalities.entrySet()) {
      Map<JsonNode, Integer> counts = shared.getOrDefault(equality.getKey(), Map.of());
      long sharing =
          equality.getValue().stream().mapToLong(key -> counts.getOrDefault(key, 0)).sum();
      if (sharing < least) {
        least = sharing;
        best = equality.getKey();
      }
    }
    return best;
  }

  /** Those that match, by activity id. */
  List<Candidate> matching(EventEnvelope event) {
    Set<Candidate> found = new TreeSet<>(BY_ID);
    addMatching(rest, event, found);
    byPath.forEach(
        (path, keys) -> {
          if (path.equals(SOURCE)) {
            addMatching(
                keys.getOrDefault(TextNode.valueOf(event.source()), List.of()), event, found);
          } else {
            Set<JsonNode> present = new HashSet<>();
            Filter.keysOf(event.payload(), path, present::add);
            present.forEach(key -> addMatching(keys.getOrDefault(key, List.of()), event, found));
          }
        });
    return List.copyOf(found);
  }

  private static void addMatching(
      List<Candidate> candidates, EventEnvelope event, Set<Candidate> found) {
    for (Candidate candidate : candidates) {
      if (candidate.matches(event)) {
        found.add(candidate);
      }
    }
  }

  /** All of the type, by activity id. */
  List<Candidate> all() {
    return all;
  }
}
