package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.filter.LeafKeys;
import io.activitycore.event.EventEnvelope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  private final List<ByPath> byPath;
  private final Map<JsonNode, List<Candidate>> bySource;
  private final List<Candidate> rest = new ArrayList<>();
  private final List<Candidate> all;

  /** Candidates by the value that one path must have. */
  private record ByPath(LeafKeys path, Map<JsonNode, List<Candidate>> candidates) {}

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
    Map<String, Map<JsonNode, List<Candidate>>> placed = new TreeMap<>();
    for (Candidate candidate : all) {
      place(candidate, shared, placed);
    }
    this.bySource = placed.getOrDefault(SOURCE, Map.of());
    placed.remove(SOURCE);
    this.byPath =
        placed.entrySet().stream()
            .map(entry -> new ByPath(new LeafKeys(entry.getKey()), entry.getValue()))
            .toList();
  }

  private void place(
      Candidate candidate,
      Map<String, Map<JsonNode, Integer>> shared,
      Map<String, Map<JsonNode, List<Candidate>>> placed) {
    Map<String, Set<JsonNode>> equalities = candidate.equalities();
    String best = mostSelective(equalities, shared);
    if (best == null) {
      rest.add(candidate);
      return;
    }
    Map<JsonNode, List<Candidate>> keys = placed.computeIfAbsent(best, p -> new HashMap<>());
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
    List<Candidate> found = new ArrayList<>();
    addMatching(rest, event, found);
    if (!bySource.isEmpty()) {
      addMatching(bySource.getOrDefault(TextNode.valueOf(event.source()), List.of()), event, found);
    }
    for (ByPath path : byPath) {
      path.path()
          .of(
              event.payload(),
              key -> addMatching(path.candidates().getOrDefault(key, List.of()), event, found));
    }
    if (found.size() < 2) {
      return found;
    }
    found.sort(BY_ID);
    // The values of an array may lead to the same candidate several times.
    return found.stream().distinct().toList();
  }

  private static void addMatching(
      List<Candidate> candidates, EventEnvelope event, List<Candidate> found) {
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
