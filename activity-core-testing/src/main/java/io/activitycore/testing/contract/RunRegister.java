package io.activitycore.testing.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What outlives a consumer of the kit: runs that were started and decisions that were recorded,
 * once per event, as Temporal and the ledger keep them. Thread-safe.
 */
final class RunRegister {

  private final Set<String> started = new HashSet<>();
  private final Map<String, List<Integer>> startsByKey = new TreeMap<>();
  private final Map<String, Integer> recorded = new HashMap<>();
  private int deliveries;

  synchronized void delivered() {
    deliveries++;
  }

  synchronized boolean isRecorded(String event) {
    return recorded.containsKey(event);
  }

  /** Starts the run unless it is started; events are named {@code key-number}. */
  synchronized void start(String event) {
    if (started.add(event)) {
      int dash = event.lastIndexOf('-');
      startsByKey
          .computeIfAbsent(event.substring(0, dash), key -> new ArrayList<>())
          .add(Integer.valueOf(event.substring(dash + 1)));
    }
  }

  synchronized void record(String event) {
    recorded.merge(event, 1, Integer::sum);
  }

  synchronized Set<String> recorded() {
    return Set.copyOf(recorded.keySet());
  }

  /** The numbers of each key in the order of their runs. */
  synchronized Map<String, List<Integer>> runsByKey() {
    Map<String, List<Integer>> copy = new TreeMap<>();
    startsByKey.forEach((key, numbers) -> copy.put(key, List.copyOf(numbers)));
    return copy;
  }

  /** Events that were recorded by more than one delivery, which needs two hand-overs at a time. */
  synchronized Map<String, Integer> recordedTwice() {
    Map<String, Integer> twice = new TreeMap<>(recorded);
    twice.values().removeIf(count -> count < 2);
    return twice;
  }

  synchronized int deliveries() {
    return deliveries;
  }
}
