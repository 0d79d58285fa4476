package io.activitycore.engine.internal.host;

import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.StoredDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions that are current here, with their router: one value, swapped as a whole, so that
 * an event is routed over one set and never over half of one.
 */
final class DefinitionSet {

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionSet.class);

  /**
   * What {@link #load} gives.
   *
   * @param read what the store had
   * @param definitions the good ones of it
   */
  record Loaded(List<StoredDefinition> read, List<StoredDefinition> definitions, Router router) {}

  private final DefinitionStore store;
  private final ExpressionEngine expressions;
  private final LoadCheck check;
  private volatile Loaded loaded;

  DefinitionSet(DefinitionStore store, ExpressionEngine expressions, LoadCheck check) {
    this.store = store;
    this.expressions = expressions;
    this.check = check;
    this.loaded = load();
  }

  private Loaded load() {
    List<StoredDefinition> read = store.current();
    List<StoredDefinition> good = new ArrayList<>();
    List<Source> sources =
        read.stream()
            .map(stored -> new Source(stored.definition(), "registry", LineMap.NONE))
            .toList();
    List<LoadCheck.Checked> checked = check.check(sources);
    for (int i = 0; i < read.size(); i++) {
      StoredDefinition stored = read.get(i);
      List<Problem> problems = checked.get(i).problems();
      if (problems.isEmpty()) {
        good.add(stored);
      } else {
        LOG.error(
            "{} version {} is refused: {}", stored.definition().id(), stored.version(), problems);
      }
    }
    return new Loaded(read, good, Router.of(good, expressions));
  }

  Router router() {
    return loaded.router();
  }

  List<StoredDefinition> definitions() {
    return loaded.definitions();
  }

  DefinitionStore store() {
    return store;
  }

  /** Loads the set again whenever the store says so, and at once if it changed since. */
  AutoCloseable follow(Consumer<List<StoredDefinition>> afterwards) {
    AutoCloseable following = store.onChange(() -> reload(afterwards));
    if (!store.current().equals(loaded.read())) {
      reload(afterwards);
    }
    return following;
  }

  private synchronized void reload(Consumer<List<StoredDefinition>> afterwards) {
    Loaded now = load();
    loaded = now;
    afterwards.accept(now.definitions());
  }
}
