package io.activitycore.spi;

import java.util.List;
import java.util.Optional;

/** Where the definitions of one tenant are. Thread-safe. */
public interface DefinitionStore {

  /**
   * The current version of every definition, enabled or not: one consistent set, by id and version.
   * A definition stands there in two versions while the newer one is rolled out: the older first.
   */
  List<StoredDefinition> current();

  /** One version, however old. */
  Optional<StoredDefinition> find(String activityId, int version);

  /**
   * Asks to be told when {@link #current} may have changed.
   *
   * @param listener called on any thread; it must return quickly
   * @return closing it ends the subscription
   */
  AutoCloseable onChange(Runnable listener);
}
