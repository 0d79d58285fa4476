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
import org.jspecify.annotations.Nullable;

/**
 * Compiles each expression once. Definitions are compiled when they are loaded, so that a workflow
 * thread finds its expressions ready; only one of a version that was not loaded here is compiled
 * late.
 */
public final class CachedExpressions implements ExpressionEngine {

  /** About 100 MB of programs at the most; the least recently used go first. */
  private static final int MOST = 50_000;

  private record Key(String source, SortedSet<String> names) {}

  private final ServiceLoader.Provider<ExpressionEngine> provider;
  private volatile @Nullable ExpressionEngine engine;
  private final Map<Key, Expression> compiled =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Expression> eldest) {
              return size() > MOST;
            }
          });

  private CachedExpressions(ServiceLoader.Provider<ExpressionEngine> provider) {
    this.provider = provider;
  }

  /**
   * Over the engine on the class path, which is made for the first expression: making one takes
   * long, and many definitions have none.
   *
   * @throws IllegalStateException when there is none
   */
  public static CachedExpressions find() {
    return new CachedExpressions(
        ServiceLoader.load(ExpressionEngine.class).stream()
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
    Expression expression = engine().compile(source, key.names());
    compiled.put(key, expression);
    return expression;
  }

  private ExpressionEngine engine() {
    ExpressionEngine made = engine;
    return made == null ? make() : made;
  }

  private synchronized ExpressionEngine make() {
    ExpressionEngine made = engine;
    if (made == null) {
      made = provider.get();
      engine = made;
    }
    return made;
  }
}
