package io.activitycore.engine.internal.memory;

import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Events out in a sorted map; a row leaves it when it is published or parked. */
final class MemoryOutbox implements Outbox {

  private record Waiting(EventEnvelope event, int attempts, Instant due) {}

  private final Clock clock;
  private final Map<Long, Waiting> rows = new TreeMap<>();
  private final Map<Long, Parked> parked = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private long next = 1;

  MemoryOutbox(Clock clock) {
    this.clock = clock;
  }

  /** Adds events that were not added before. */
  synchronized void add(List<EventEnvelope> events) {
    for (EventEnvelope event : events) {
      if (seen.add(event.eventId())) {
        rows.put(next++, new Waiting(event, 0, Instant.MIN));
      }
    }
  }

  @Override
  public synchronized List<Row> claim(int limit, Duration lease) {
    Instant now = clock.instant();
    List<Row> claimed = new ArrayList<>();
    Iterator<Map.Entry<Long, Waiting>> all = rows.entrySet().iterator();
    while (claimed.size() < limit && all.hasNext()) {
      Map.Entry<Long, Waiting> entry = all.next();
      Waiting row = entry.getValue();
      if (!row.due().isAfter(now)) {
        claimed.add(new Row(entry.getKey(), row.event(), row.attempts()));
        entry.setValue(new Waiting(row.event(), row.attempts() + 1, now.plus(lease)));
      }
    }
    return claimed;
  }

  @Override
  public synchronized int countWaiting(int limit) {
    return Math.min(limit, rows.size());
  }

  @Override
  public synchronized void published(List<Long> ids) {
    ids.forEach(rows::remove);
  }

  @Override
  public synchronized void postpone(List<Postponed> postponed) {
    Instant now = clock.instant();
    for (Postponed each : postponed) {
      rows.computeIfPresent(
          each.id(),
          (id, row) ->
              new Waiting(
                  row.event(), row.attempts() - (each.counts() ? 0 : 1), now.plus(each.pause())));
    }
  }

  @Override
  public synchronized void park(List<Refused> refused) {
    Instant now = clock.instant();
    for (Refused each : refused) {
      Waiting row = rows.remove(each.id());
      if (row != null) {
        parked.put(each.id(), new Parked(row.event(), row.attempts(), now, each.reason()));
      }
    }
  }

  @Override
  public synchronized List<Parked> parked(String source, int limit) {
    return parked.values().stream()
        .filter(row -> row.event().source().equals(source))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long countParked(String source) {
    return parked(source, Integer.MAX_VALUE).size();
  }

  @Override
  public synchronized List<String> retry(String source, List<String> eventIds) {
    Instant now = clock.instant();
    return take(source, eventIds).entrySet().stream()
        .map(
            entry -> {
              rows.put(entry.getKey(), new Waiting(entry.getValue().event(), 0, now));
              return entry.getValue().event().eventId();
            })
        .toList();
  }

  @Override
  public synchronized List<String> discard(String source, List<String> eventIds) {
    return take(source, eventIds).values().stream().map(row -> row.event().eventId()).toList();
  }

  private Map<Long, Parked> take(String source, List<String> eventIds) {
    Set<String> wanted = Set.copyOf(eventIds);
    Map<Long, Parked> taken = new TreeMap<>();
    parked.forEach(
        (id, row) -> {
          if (row.event().source().equals(source) && wanted.contains(row.event().eventId())) {
            taken.put(id, row);
          }
        });
    parked.keySet().removeAll(taken.keySet());
    return taken;
  }
}
