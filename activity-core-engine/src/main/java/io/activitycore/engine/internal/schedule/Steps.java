package io.activitycore.engine.internal.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does many things that wait for the server, some at once. */
final class Steps {

  private static final int AT_ONCE = 8;

  private Steps() {}

  /** Does all of them, then throws what one of them threw. */
  static void all(List<Runnable> steps) {
    if (steps.size() <= 1) {
      steps.forEach(Runnable::run);
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(AT_ONCE, steps.size()));
    try {
      List<Future<?>> begun = new ArrayList<>();
      steps.forEach(step -> begun.add(executor.submit(step)));
      RuntimeException failure = null;
      for (Future<?> one : begun) {
        try {
          one.get();
        } catch (ExecutionException e) {
          failure = e.getCause() instanceof RuntimeException cause ? cause : failed(e);
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static IllegalStateException failed(Exception e) {
    return new IllegalStateException("schedules are not in step: " + e.getMessage(), e);
  }
}
