package io.activitycore.engine.internal.memory;

import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events kept for a while for waits that open later. Not thread-safe: whoever calls holds the
 * store's lock.
 */
final class EventTable {

  private record Topic(String tenant, @Nullable String type) {}

  private record Kept(EventEnvelope event, Instant cameAt, Instant until) {}

  private final Map<Topic, Deque<Kept>> kept = new HashMap<>();

  /** Keeps an event, unless it is kept already. */
  void keep(String tenant, EventEnvelope event, Instant now, Instant until) {
    Deque<Kept> ofType =
        kept.computeIfAbsent(new Topic(tenant, event.type()), key -> new ArrayDeque<>());
    ofType.removeIf(each -> !each.until().isAfter(now));
    boolean known =
        ofType.stream().anyMatch(each -> each.event().eventId().equals(event.eventId()));
    if (!known) {
      ofType.add(new Kept(event, now, until));
    }
  }

  /** Events of a type that came at this time or later and are still kept, oldest first. */
  List<EventEnvelope> since(String tenant, @Nullable String type, Instant since, Instant now) {
    return kept.getOrDefault(new Topic(tenant, type), new ArrayDeque<>()).stream()
        .filter(each -> each.until().isAfter(now) && !each.cameAt().isBefore(since))
        .map(Kept::event)
        .toList();
  }
}
