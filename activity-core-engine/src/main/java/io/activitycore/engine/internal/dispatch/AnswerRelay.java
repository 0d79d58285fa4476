package io.activitycore.engine.internal.dispatch;

import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes answers from the store to the runs: at once where it can, and from time to time what was
 * left. Several cores may relay from one store; a run ignores an answer that it has.
 */
public final class AnswerRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerRelay.class);
  private static final int BATCH = 100;
  private static final Duration POLL = Duration.ofSeconds(5);

  private final WaitStore waits;
  private final RunSignals signals;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-answers");
            thread.setDaemon(true);
            return thread;
          });

  /** Not started yet. */
  public AnswerRelay(WaitStore waits, RunSignals signals) {
    this.waits = waits;
    this.signals = signals;
  }

  /** Starts to look for what was left. */
  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  public void start() {
    timer.scheduleWithFixedDelay(
        this::relay, POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Delivers an answer that the store has.
   *
   * @throws UnavailableException when Temporal or the store did not answer; it is tried again later
   *     anyway
   */
  public void deliver(Wait wait) {
    StoreCall.ask("find " + wait.id(), () -> waits.find(wait.tenant(), wait.id()))
        .filter(row -> row.settlement() != null && !row.closed())
        .ifPresent(this::deliver);
  }

  private void deliver(WaitStore.Row row) {
    Wait wait = row.awaited();
    if (row.settlement() != null) {
      if (!signals.settle(wait, row.settlement())) {
        LOG.info("{} is over: it has no use for the answer to {}", wait.workflowId(), wait.id());
      }
      StoreCall.tell(
          "mark " + wait.id() + " as delivered", () -> waits.delivered(wait.tenant(), wait.id()));
    }
  }

  private void relay() {
    try {
      waits.undelivered(BATCH, POLL).forEach(this::deliver);
    } catch (RuntimeException e) {
      LOG.warn("Answers were not delivered; trying again: {}", e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
