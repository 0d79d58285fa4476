package io.activitycore.engine.internal.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore.Acceptance;
import io.activitycore.spi.WaitStore.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Waits in maps. Not thread-safe: whoever calls holds the store's lock. */
final class WaitTable {

  private record Id(String tenant, String id) {}

  private record Topic(String tenant, @Nullable String type) {}

  /** A row; the fields are what may change. */
  private static final class Entry {
    final Wait wait;
    @Nullable JsonNode settlement;
    @Nullable String by;
    @Nullable Instant answeredAt;
    boolean closed;

    Entry(Wait wait) {
      this.wait = wait;
    }

    boolean isOpen() {
      return settlement == null && !closed;
    }
  }

  private static final Comparator<Wait> OLDEST_FIRST =
      Comparator.comparing(Wait::openedAt).thenComparing(Wait::id);

  private final Map<Id, Entry> entries = new HashMap<>();
  private final Map<RunKey, Set<String>> ofRun = new HashMap<>();
  private final Map<Topic, Map<String, Entry>> listening = new HashMap<>();
  private final Map<Id, Entry> undelivered = new LinkedHashMap<>();

  /** Opens a wait, whatever became of an earlier one of its id: a redrive asks again. */
  void open(RunKey run, Wait wait) {
    Id id = new Id(wait.tenant(), wait.id());
    Entry entry = new Entry(wait);
    entries.put(id, entry);
    undelivered.remove(id);
    ofRun.computeIfAbsent(run, key -> new TreeSet<>()).add(wait.id());
    if (wait.kind() == Wait.Kind.EVENT) {
      listening.computeIfAbsent(topic(wait), key -> new HashMap<>()).put(wait.id(), entry);
    }
  }

  private static Topic topic(Wait wait) {
    return new Topic(wait.tenant(), wait.eventType());
  }

  /**
   * Closes a wait, if it is open.
   *
   * @return the answer that came first; the run knows it now
   */
  @Nullable JsonNode close(String tenant, String id) {
    Entry entry = entries.get(new Id(tenant, id));
    if (entry == null) {
      return null;
    }
    if (entry.isOpen()) {
      entry.closed = true;
      silence(entry);
    }
    delivered(tenant, id);
    return entry.settlement;
  }

  /** The waits of a run, whatever became of them. */
  Set<String> of(RunKey run) {
    return ofRun.getOrDefault(run, Set.of());
  }

  Acceptance accept(String tenant, String id, String by, JsonNode settlement, Instant now) {
    Entry entry = entries.get(new Id(tenant, id));
    if (entry == null) {
      return Acceptance.UNKNOWN;
    }
    if (entry.settlement != null) {
      return by.equals(entry.by) ? Acceptance.REPEATED : Acceptance.SETTLED;
    }
    if (entry.closed || isTooLate(entry.wait, now)) {
      return Acceptance.CLOSED;
    }
    entry.settlement = settlement;
    entry.by = by;
    entry.answeredAt = now;
    undelivered.put(new Id(tenant, id), entry);
    silence(entry);
    return Acceptance.ACCEPTED;
  }

  private static boolean isTooLate(Wait wait, Instant now) {
    Instant deadline = wait.deadline();
    return wait.kind() == Wait.Kind.REPLY && deadline != null && !now.isBefore(deadline);
  }

  private void silence(Entry entry) {
    Topic topic = topic(entry.wait);
    Map<String, Entry> others = listening.get(topic);
    if (others != null && others.remove(entry.wait.id(), entry) && others.isEmpty()) {
      listening.remove(topic);
    }
  }

  boolean isOpen(String tenant, String id) {
    Entry entry = entries.get(new Id(tenant, id));
    return entry != null && entry.isOpen();
  }

  void delivered(String tenant, String id) {
    undelivered.remove(new Id(tenant, id));
  }

  /** Answered at this time or before, oldest answer first. */
  List<Row> undelivered(int limit, Instant until) {
    return undelivered.values().stream()
        .filter(entry -> entry.answeredAt != null && !entry.answeredAt.isAfter(until))
        .limit(limit)
        .map(WaitTable::row)
        .toList();
  }

  List<Wait> listening(String tenant, String type) {
    List<Wait> waits = new ArrayList<>();
    listening
        .getOrDefault(new Topic(tenant, type), Map.of())
        .values()
        .forEach(entry -> waits.add(entry.wait));
    waits.sort(OLDEST_FIRST);
    return waits;
  }

  boolean isAwaited(String tenant, String type) {
    return listening.containsKey(new Topic(tenant, type));
  }

  Optional<Row> find(String tenant, String id) {
    return Optional.ofNullable(entries.get(new Id(tenant, id))).map(WaitTable::row);
  }

  private static Row row(Entry entry) {
    return new Row(entry.wait, entry.settlement, entry.by, entry.closed);
  }
}
