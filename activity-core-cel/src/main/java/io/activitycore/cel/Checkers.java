package io.activitycore.cel;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One type checker for each set of names that expressions really read; the least recently used go
 * first. Thread-safe.
 */
final class Checkers {
  private static final int KEPT = 256;

  private final CelOptions options;
  private final Map<Set<String>, CelCompiler> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<String>, CelCompiler> eldest) {
          return size() > KEPT;
        }
      };

  Checkers(CelOptions options) {
    this.options = options;
  }

  CelCompiler forNames(Set<String> names) {
    synchronized (kept) {
      return kept.computeIfAbsent(Set.copyOf(names), this::build);
    }
  }

  private CelCompiler build(Set<String> names) {
    CelCompilerBuilder builder = Library.compiler(options);
    names.forEach(name -> builder.addVar(name, SimpleType.DYN));
    return builder.build();
  }
}
