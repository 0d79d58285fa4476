package io.activitycore.cel;

import dev.cel.common.ast.CelExpr;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Programs by renamed expression; the least recently used go first. Thread-safe. */
final class SharedPrograms {
  /** A few megabytes; programs that expressions still use are theirs. */
  static final int KEPT = 2_000;

  private final Map<CelExpr, SharedProgram> kept;

  SharedPrograms(int most) {
    kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<CelExpr, SharedProgram> eldest) {
            return size() > most;
          }
        };
  }

  @Nullable SharedProgram find(CelExpr expression) {
    synchronized (kept) {
      return kept.get(expression);
    }
  }

  /** Gives the program that all use: another thread may have been faster. */
  SharedProgram add(CelExpr expression, SharedProgram program) {
    synchronized (kept) {
      SharedProgram known = kept.putIfAbsent(expression, program);
      return known == null ? program : known;
    }
  }
}
