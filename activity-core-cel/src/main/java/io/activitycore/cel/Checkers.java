package io.activitycore.cel;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One type checker for each set of names and functions that expressions really use; the least
 * recently used go first. Thread-safe.
 */
final class Checkers {
  private static final int KEPT = 512;

  private record Uses(Set<String> names, Set<String> functions) {}

  private final CelOptions options;
  private final Map<Uses, CelCompiler> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Uses, CelCompiler> eldest) {
          return size() > KEPT;
        }
      };

  Checkers(CelOptions options) {
    this.options = options;
  }

  CelCompiler forUses(Set<String> names, Set<String> functions) {
    synchronized (kept) {
      return kept.computeIfAbsent(new Uses(names, functions), this::build);
    }
  }

  private CelCompiler build(Uses uses) {
    CelCompilerBuilder builder = Library.compiler(options, uses.functions());
    uses.names().forEach(name -> builder.addVar(name, SimpleType.DYN));
    return builder.build();
  }
}
