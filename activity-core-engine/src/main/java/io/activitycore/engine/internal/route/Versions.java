package io.activitycore.engine.internal.route;

import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.StoredDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of definitions between which events are shared out. */
final class Versions {

  private Versions() {}

  /**
   * One version, and what is its own.
   *
   * @param share between it and the other version; null when there is no other
   * @param newer whether it is the newer of the two
   */
  record Version(StoredDefinition stored, @Nullable Share share, boolean newer) {

    /** Whether an event is for this version. */
    boolean owns(EventEnvelope event) {
      return share == null || share.takes(event) == newer;
    }
  }

  /** By id and version; of an id with more than two versions, the two newest. */
  static List<Version> of(Collection<StoredDefinition> definitions, ExpressionEngine expressions) {
    TreeMap<String, List<StoredDefinition>> byId = new TreeMap<>();
    definitions.forEach(
        stored ->
            byId.computeIfAbsent(stored.definition().id(), id -> new ArrayList<>(1)).add(stored));
    List<Version> versions = new ArrayList<>();
    for (List<StoredDefinition> same : byId.values()) {
      same.sort(Comparator.comparingInt(StoredDefinition::version));
      StoredDefinition newest = same.get(same.size() - 1);
      if (same.size() == 1) {
        versions.add(new Version(newest, null, true));
      } else {
        Share share = Share.of(newest, expressions);
        versions.add(new Version(same.get(same.size() - 2), share, false));
        versions.add(new Version(newest, share, true));
      }
    }
    return versions;
  }
}
