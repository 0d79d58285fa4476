package io.activitycore.engine.internal.route;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.StoredDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Routes events over one set of definitions. Immutable and thread-safe: a changed set is a new
 * router. The cost of {@link #matching} does not grow with the number of definitions that an event
 * does not match.
 */
public final class Router {

  private final Map<String, TypeIndex> enabled;
  private final Map<String, List<Versions.Version>> disabled;
  private final Map<String, List<Candidate>> parking;
  private final Set<String> awaited;
  private final boolean longLived;

  private Router(
      Map<String, TypeIndex> enabled,
      Map<String, List<Versions.Version>> disabled,
      Map<String, List<Candidate>> parking,
      Set<String> awaited,
      boolean longLived) {
    this.enabled = enabled;
    this.disabled = disabled;
    this.parking = parking;
    this.awaited = awaited;
    this.longLived = longLived;
  }

  /**
   * Compiles a set; definitions without an event trigger are left out. Of a definition that stands
   * there in two versions, each event is for one of them, which its key says ({@code rollout});
   * that version alone is matched and explained.
   *
   * @throws io.activitycore.ActivityCoreException when a filter or {@code where} does not compile:
   *     check definitions first
   */
  public static Router of(List<StoredDefinition> definitions, ExpressionEngine expressions) {
    Map<String, List<Candidate>> candidates = new HashMap<>();
    Map<String, List<Versions.Version>> disabled = new HashMap<>();
    Map<String, List<Candidate>> parking = new HashMap<>();
    for (Versions.Version version : Versions.of(definitions, expressions)) {
      ActivityDefinition definition = version.stored().definition();
      EventTrigger trigger = definition.trigger().event();
      if (trigger == null) {
        continue;
      }
      if (definition.enabled()) {
        Candidate candidate = new Candidate(version, trigger, expressions);
        trigger.type().stream().distinct().forEach(type -> listOf(candidates, type).add(candidate));
      } else {
        trigger.type().stream().distinct().forEach(type -> listOf(disabled, type).add(version));
        if (trigger.onDisabled() == EventTrigger.OnDisabled.PARK) {
          Candidate candidate = new Candidate(version, trigger, expressions);
          trigger.type().stream().distinct().forEach(type -> listOf(parking, type).add(candidate));
        }
      }
    }
    Map<String, TypeIndex> enabled = new HashMap<>();
    candidates.forEach((type, list) -> enabled.put(type, new TypeIndex(list)));
    Set<String> awaited =
        definitions.stream()
            .flatMap(stored -> Awaited.types(stored.definition()))
            .collect(Collectors.toUnmodifiableSet());
    boolean longLived =
        definitions.stream()
            .map(stored -> stored.definition().trigger().event())
            .anyMatch(event -> event != null && event.mode() == EventTrigger.Mode.SIGNAL);
    return new Router(enabled, disabled, parking, awaited, longLived);
  }

  private static <T> List<T> listOf(Map<String, List<T>> lists, String type) {
    return lists.computeIfAbsent(type, t -> new ArrayList<>());
  }

  /** Whether one of these definitions takes its events in order. */
  public boolean hasLongLived() {
    return longLived;
  }

  /** Whether runs of these definitions may wait for events of a type. */
  public boolean isAwaited(String type) {
    return awaited.contains(type);
  }

  /** What the event starts, by activity id. */
  public List<StoredDefinition> matching(EventEnvelope event) {
    TypeIndex index = enabled.get(event.type());
    List<Candidate> found = index == null ? List.of() : index.matching(event);
    return found.isEmpty() // as nearly always
        ? List.of()
        : found.stream().map(Candidate::stored).toList();
  }

  /** Which disabled definitions keep the event, by activity id. */
  public List<StoredDefinition> parked(EventEnvelope event) {
    List<Candidate> candidates = parking.get(event.type());
    if (candidates == null) {
      return List.of(); // as nearly always
    }
    return candidates.stream()
        .filter(candidate -> candidate.matches(event))
        .map(Candidate::stored)
        .toList();
  }

  /**
   * What the event starts, and why it does not start the others of its type. Costs as much as there
   * are definitions of the type.
   *
   * @param most at most so many reasons why not
   */
  public RouteResult explain(EventEnvelope event, int most) {
    TypeIndex index = enabled.get(event.type());
    List<RouteResult.Filtered> filtered = new ArrayList<>();
    if (index != null) {
      for (Candidate candidate : index.all()) {
        if (filtered.size() >= most) {
          break;
        }
        if (!candidate.owns(event)) {
          continue;
        }
        candidate
            .miss(event)
            .ifPresent(miss -> filtered.add(new RouteResult.Filtered(candidate.stored(), miss)));
      }
    }
    List<StoredDefinition> parked = parked(event);
    List<StoredDefinition> dropped =
        disabled.getOrDefault(event.type(), List.of()).stream()
            .filter(version -> version.owns(event))
            .map(Versions.Version::stored)
            .filter(stored -> !parked.contains(stored))
            .toList();
    return new RouteResult(matching(event), filtered, dropped, parked);
  }
}
