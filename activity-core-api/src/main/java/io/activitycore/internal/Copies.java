package io.activitycore.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unmodifiable copies that keep the order, and nulls for the constraints to find. */
public final class Copies {

  private Copies() {}

  /** A copy of the list. */
  public static <T> List<T> list(List<T> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** A copy of the map, in its order. */
  public static <K, V> Map<K, V> map(Map<K, V> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
