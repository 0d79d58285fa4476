package io.activitycore.engine.internal.memory;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.EventLog;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events as they came, in memory. */
final class MemoryEventLog implements EventLog {

  private record Key(String tenant, String eventId) {}

  private record Entry(long id, Instant cameAt, Instant until, EventEnvelope event) {}

  private final Map<Key, Entry> events = new LinkedHashMap<>();
  private final DecisionLog decisions;
  private final Clock clock;
  private long last;

  MemoryEventLog(DecisionLog decisions, Clock clock) {
    this.decisions = decisions;
    this.clock = clock;
  }

  @Override
  public synchronized void record(List<Kept> kept, List<Decision> made) {
    Instant now = clock.instant();
    events.values().removeIf(entry -> !entry.until().isAfter(now));
    for (Kept one : kept) {
      Key key = new Key(one.tenant(), one.event().eventId());
      if (!events.containsKey(key)) {
        events.put(key, new Entry(++last, now, now.plus(one.keep()), one.event()));
      }
    }
    decisions.record(made);
  }

  @Override
  public synchronized List<Recorded> find(Query query) {
    Instant now = clock.instant();
    Recorded after = query.after();
    return events.entrySet().stream()
        .filter(each -> each.getKey().tenant().equals(query.tenant()))
        .map(Map.Entry::getValue)
        .filter(entry -> entry.event().type().equals(query.type()))
        .filter(entry -> entry.until().isAfter(now))
        .filter(entry -> !entry.cameAt().isBefore(query.from()))
        .filter(entry -> entry.cameAt().isBefore(query.to()))
        .filter(entry -> after == null || entry.id() > after.id())
        .limit(query.limit())
        .map(
            entry ->
                new Recorded(
                    entry.id(),
                    entry.cameAt(),
                    entry.event(),
                    decisions.find(query.tenant(), entry.event().eventId())))
        .toList();
  }
}
