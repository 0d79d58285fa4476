package io.activitycore.engine.internal.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Values that can be made again; the least recently used go first. Thread-safe. */
final class LatestUsed<V> {

  private final Map<String, V> values;

  LatestUsed(int most) {
    this.values =
        Collections.synchronizedMap(
            new LinkedHashMap<>(64, 0.75f, true) {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
              }
            });
  }

  /** The value of a key. Two threads may both make it; a maker's exception is the caller's. */
  V get(String key, Supplier<V> maker) {
    V known = values.get(key);
    if (known != null) {
      return known;
    }
    V made = maker.get();
    values.put(key, made);
    return made;
  }
}
