package io.activitycore.engine.internal.memory;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.StoredDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Definitions in this process: each change of a definition is its next version. */
public final class MemoryDefinitionStore implements DefinitionStore {

  private final SortedMap<String, List<StoredDefinition>> versions = new TreeMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** A store with these as version 1. */
  public MemoryDefinitionStore(List<ActivityDefinition> definitions) {
    definitions.forEach(this::put);
  }

  /** Stores a definition; one that differs from the current version becomes the next. */
  public void put(ActivityDefinition definition) {
    if (add(definition)) {
      listeners.forEach(Runnable::run);
    }
  }

  private synchronized boolean add(ActivityDefinition definition) {
    List<StoredDefinition> known =
        versions.computeIfAbsent(definition.id(), id -> new ArrayList<>());
    String hash = DefinitionJson.hash(definition);
    if (!known.isEmpty() && known.get(known.size() - 1).hash().equals(hash)) {
      return false;
    }
    known.add(new StoredDefinition(definition, known.size() + 1, hash));
    return true;
  }

  @Override
  public synchronized List<StoredDefinition> current() {
    return versions.values().stream().map(known -> known.get(known.size() - 1)).toList();
  }

  @Override
  public synchronized Optional<StoredDefinition> find(String activityId, int version) {
    List<StoredDefinition> known = versions.getOrDefault(activityId, List.of());
    return version >= 1 && version <= known.size()
        ? Optional.of(known.get(version - 1))
        : Optional.empty();
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
