package io.activitycore.engine.internal.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Keeps the order of work that shares a lane; other work goes side by side. A piece of work may be
 * in several lanes. Thread-safe.
 */
final class Lanes {

  private final Executor executor;

  /** The last work of each lane that is not done. */
  private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

  Lanes(Executor executor) {
    this.executor = executor;
  }

  /**
   * Does the work once all that came before it in its lanes is done.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the executor takes no more
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the work says itself how it ended
  void execute(Collection<String> lanes, Runnable work) {
    if (lanes.isEmpty()) {
      executor.execute(work);
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> before = enter(lanes, done);
    before.thenRunAsync(work, executor).whenComplete((nothing, failure) -> leave(lanes, done));
  }

  private synchronized CompletableFuture<Void> enter(
      Collection<String> lanes, CompletableFuture<Void> done) {
    List<CompletableFuture<Void>> earlier =
        lanes.stream().map(last::get).filter(future -> future != null).toList();
    lanes.forEach(lane -> last.put(lane, done));
    return CompletableFuture.allOf(earlier.toArray(new CompletableFuture<?>[0]));
  }

  private void leave(Collection<String> lanes, CompletableFuture<Void> done) {
    synchronized (this) {
      lanes.forEach(lane -> last.remove(lane, done));
    }
    done.complete(null);
  }
}
