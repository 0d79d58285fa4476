package io.activitycore.engine.internal.schedule;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps schedules in step and their ticks accounted for, on a thread of its own. While Temporal or
 * the store does not answer it tries again; nothing else waits for it. Thread-safe.
 */
public final class ScheduleLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleLoop.class);

  /** Between two looks at the ticks. */
  public static final Duration PERIOD = Duration.ofSeconds(10);

  /** Somebody may have changed a schedule on the server: every so many looks it is compared. */
  private static final int LOOKS_A_SYNC = 6;

  private final ScheduleManager manager;
  private final Duration period;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-schedules");
            thread.setDaemon(true);
            return thread;
          });

  private int looks;
  private boolean failing;
  private boolean unimplemented;

  /** Not started. */
  public ScheduleLoop(ScheduleManager manager, Duration period) {
    this.manager = manager;
    this.period = period;
  }

  /** Begins, with a sync. */
  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  public void start() {
    executor.scheduleWithFixedDelay(this::look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The definitions have changed: soon there is a sync. */
  public void changed() {
    if (!executor.isShutdown()) {
      executor.execute(
          () -> {
            looks = 0;
            look();
          });
    }
  }

  private void look() {
    if (unimplemented) {
      return;
    }
    try {
      if (looks == 0) {
        manager.sync(false);
      }
      looks = (looks + 1) % LOOKS_A_SYNC;
      manager.reconcile();
      if (failing) {
        LOG.info("Schedules are in step again");
      }
      failing = false;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    looks = 0;
    heartbeat();
    if (isUnimplemented(e)) {
      unimplemented = true;
      if (manager.hasSchedules()) {
        LOG.warn("This Temporal server has no schedules: nothing starts by the clock");
      }
    } else if (!failing) {
      failing = true;
      LOG.warn("Schedules are not in step now; tried again every {}: {}", period, e.toString());
    }
  }

  private void heartbeat() {
    try {
      manager.heartbeat();
    } catch (RuntimeException e) {
      LOG.debug("No heartbeat now: {}", e.toString()); // the store is away, too
    }
  }

  private static boolean isUnimplemented(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
