package io.activitycore.engine.internal.expression;

import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compiles each expression once. Definitions are compiled when they are loaded, so that a workflow
 * thread finds its expressions ready; only one of a version that was not loaded here is compiled
 * late.
 */
public final class CachedExpressions implements ExpressionEngine {

  /** About 100 MB of programs at the most; the least recently used go first. */
  private static final int MOST = 50_000;

  private record Key(String source, SortedSet<String> names) {}

  private final ExpressionEngine engine;
  private final Map<Key, Expression> compiled =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Expression> eldest) {
              return size() > MOST;
            }
          });

  private CachedExpressions(ExpressionEngine engine) {
    this.engine = engine;
  }

  /**
   * Over the engine on the class path.
   *
   * @throws IllegalStateException when there is none
   */
  public static CachedExpressions find() {
    return new CachedExpressions(
        ServiceLoader.load(ExpressionEngine.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no expression engine on the class path: add"
                            + " io.activitycore:activity-core-cel")));
  }

  @Override
  public Expression compile(String source, Collection<String> names) {
    Key key = new Key(source, Collections.unmodifiableSortedSet(new TreeSet<>(names)));
    Expression known = compiled.get(key);
    if (known != null) {
      return known;
    }
    Expression expression = engine.compile(source, key.names());
    compiled.put(key, expression);
    return expression;
  }
}
