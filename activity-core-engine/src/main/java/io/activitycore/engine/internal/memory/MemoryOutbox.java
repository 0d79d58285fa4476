package io.activitycore.engine.internal.memory;

import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Events out in a sorted map; a row leaves it when it is published. */
final class MemoryOutbox implements Outbox {

  private record Waiting(EventEnvelope event, int attempts, Instant due) {}

  private final Clock clock;
  private final Map<Long, Waiting> rows = new TreeMap<>();
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
    for (Map.Entry<Long, Waiting> entry : rows.entrySet()) {
      Waiting row = entry.getValue();
      if (claimed.size() < limit && !row.due().isAfter(now)) {
        claimed.add(new Row(entry.getKey(), row.event(), row.attempts()));
        entry.setValue(new Waiting(row.event(), row.attempts() + 1, now.plus(lease)));
      }
    }
    return claimed;
  }

  @Override
  public synchronized void published(List<Long> ids) {
    ids.forEach(rows::remove);
  }

  @Override
  public synchronized void postpone(long id, Instant until, String reason) {
    rows.computeIfPresent(id, (key, row) -> new Waiting(row.event(), row.attempts(), until));
  }
}
