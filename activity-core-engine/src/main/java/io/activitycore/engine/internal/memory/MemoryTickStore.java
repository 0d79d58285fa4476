package io.activitycore.engine.internal.memory;

import io.activitycore.spi.TickStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accounts of schedules in a map. */
final class MemoryTickStore implements TickStore {

  private record Key(String tenant, String activityId) {}

  private final Map<Key, Account> accounts = new HashMap<>();
  private final Map<Key, List<Range>> ranges = new HashMap<>();

  @Override
  public synchronized Optional<Account> find(String tenant, String activityId) {
    return Optional.ofNullable(accounts.get(new Key(tenant, activityId)));
  }

  @Override
  public synchronized Account open(String tenant, String activityId, Instant after) {
    return accounts.computeIfAbsent(
        new Key(tenant, activityId),
        key ->
            new Account(
                tenant,
                activityId,
                after,
                after,
                after,
                null,
                List.of(),
                Map.of(),
                new Seen(0, 0)));
  }

  @Override
  public synchronized void close(String tenant, String activityId) {
    accounts.remove(new Key(tenant, activityId));
    ranges.remove(new Key(tenant, activityId));
  }

  @Override
  public synchronized void cover(String tenant, String activityId, Instant to) {
    open(tenant, activityId, to);
    change(
        tenant,
        activityId,
        known -> {
          Instant covered = known.coveredTo().isAfter(to) ? known.coveredTo() : to;
          return copy(known, covered, known.pausedSince(), known.lapses());
        });
  }

  @Override
  public synchronized List<String> paused(String tenant) {
    return accounts.values().stream()
        .filter(known -> known.tenant().equals(tenant) && known.pausedSince() != null)
        .map(Account::activityId)
        .sorted()
        .toList();
  }

  @Override
  public synchronized void pause(String tenant, String activityId, Instant since) {
    change(
        tenant,
        activityId,
        known ->
            copy(
                known,
                known.coveredTo(),
                known.pausedSince() == null ? since : known.pausedSince(),
                known.lapses()));
  }

  @Override
  public synchronized void resume(String tenant, String activityId, List<Lapse> lapses) {
    change(
        tenant,
        activityId,
        known -> {
          List<Lapse> all = new ArrayList<>(known.lapses());
          for (Lapse lapse : lapses) {
            boolean repeated =
                all.stream()
                    .anyMatch(
                        other ->
                            other.kind() == lapse.kind() && other.after().equals(lapse.after()));
            if (!repeated) {
              all.add(lapse);
            }
          }
          return copy(known, known.coveredTo(), null, all);
        });
  }

  private void change(String tenant, String activityId, UnaryOperator<Account> change) {
    accounts.computeIfPresent(new Key(tenant, activityId), (key, known) -> change.apply(known));
  }

  private static Account copy(
      Account known, Instant covered, @Nullable Instant pausedSince, List<Lapse> lapses) {
    return new Account(
        known.tenant(),
        known.activityId(),
        known.openedAfter(),
        known.settledTo(),
        covered,
        pausedSince,
        List.copyOf(lapses),
        known.counts(),
        known.seen());
  }

  @Override
  public synchronized boolean settle(
      String tenant,
      String activityId,
      Instant expected,
      Instant to,
      List<Range> settled,
      Seen seen) {
    Key key = new Key(tenant, activityId);
    Account known = accounts.get(key);
    if (known == null || !known.settledTo().equals(expected)) {
      return false;
    }
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    counts.putAll(known.counts());
    settled.forEach(range -> counts.merge(range.kind(), range.count(), Long::sum));
    List<Lapse> open = known.lapses().stream().filter(lapse -> lapse.to().isAfter(to)).toList();
    accounts.put(
        key,
        new Account(
            tenant,
            activityId,
            known.openedAfter(),
            to,
            known.coveredTo(),
            known.pausedSince(),
            open,
            Map.copyOf(counts),
            seen));
    ranges.computeIfAbsent(key, k -> new ArrayList<>()).addAll(settled);
    return true;
  }

  @Override
  public synchronized List<Range> ranges(
      String tenant, String activityId, Instant from, Instant to) {
    return ranges.getOrDefault(new Key(tenant, activityId), List.of()).stream()
        .filter(range -> !range.last().isBefore(from) && !range.first().isAfter(to))
        .toList();
  }
}
