package io.activitycore.engine.internal.dispatch;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Bounds calls to Temporal. The SDK would retry for a minute before it says that nobody answers;
 * consumption should pause sooner. Thread-safe.
 */
public final class Deadlines implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  /** With a thread of its own. */
  public Deadlines() {}

  /** Makes a call; it fails when it takes longer than 10 seconds. */
  void within(Runnable call) {
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(LONGEST.toMillis(), TimeUnit.MILLISECONDS, timer);
    try {
      context.run(call);
    } finally {
      context.close();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
