package io.activitycore.engine.internal.memory;

import io.activitycore.spi.ParkedEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events of disabled definitions, in memory. */
final class MemoryParkedEvents implements ParkedEvents {

  private record Key(String tenant, String activityId) {}

  private final Clock clock;
  private final Map<Key, Map<String, Parked>> events = new HashMap<>();
  private final Map<Key, Instant> leases = new HashMap<>();

  MemoryParkedEvents(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void park(List<Parked> parked) {
    for (Parked one : parked) {
      events
          .computeIfAbsent(new Key(one.tenant(), one.activityId()), key -> new LinkedHashMap<>())
          .putIfAbsent(one.event().eventId(), one);
    }
  }

  @Override
  public synchronized boolean any(String tenant, String activityId) {
    return events.containsKey(new Key(tenant, activityId));
  }

  @Override
  public synchronized Map<String, Long> counts(String tenant) {
    Map<String, Long> counts = new HashMap<>();
    events.forEach(
        (key, parked) -> {
          if (key.tenant().equals(tenant)) {
            counts.put(key.activityId(), (long) parked.size());
          }
        });
    return counts;
  }

  @Override
  public synchronized List<Parked> claim(
      String tenant, String activityId, int limit, Duration lease) {
    Key key = new Key(tenant, activityId);
    Instant now = clock.instant();
    if (leases.getOrDefault(key, Instant.MIN).isAfter(now)) {
      return List.of();
    }
    List<Parked> first = events.getOrDefault(key, Map.of()).values().stream().limit(limit).toList();
    if (!first.isEmpty()) {
      leases.put(key, now.plus(lease));
    }
    return first;
  }

  @Override
  public synchronized void released(String tenant, String activityId, List<String> eventIds) {
    Key key = new Key(tenant, activityId);
    Map<String, Parked> kept = events.get(key);
    if (kept != null) {
      eventIds.forEach(kept::remove);
      if (kept.isEmpty()) {
        events.remove(key);
      }
    }
    leases.remove(key);
  }
}
