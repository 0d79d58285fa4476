package io.activitycore.internal.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers that are there at once need no callback: most events match nothing. */
public final class Answers {

  private Answers() {}

  /** What a stage says already; null when nothing yet, or an error: a callback will tell. */
  public static <T> @Nullable T now(CompletionStage<T> stage) {
    return stage.getClass() == CompletableFuture.class
            && stage instanceof CompletableFuture<T> future
            && !future.isCompletedExceptionally()
        ? future.getNow(null)
        : null;
  }
}
