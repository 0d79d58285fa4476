package io.activitycore.engine.internal.outbox;

import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes outbox rows, one relay thread per core. Several cores may relay from one outbox at
 * once.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int BATCH = 100;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final EventSink sink;
  private final Clock clock;
  private final Metrics metrics;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Not started yet. */
  public OutboxRelay(Outbox outbox, EventSink sink, Clock clock, Metrics metrics) {
    this.outbox = outbox;
    this.sink = sink;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = new Thread(this::run, "activity-core-outbox");
    this.thread.setDaemon(true);
  }

  /** Starts the thread. Called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    do {
      relayAll();
    } while (awaitNext());
  }

  private void relayAll() {
    try {
      while (relay() == BATCH) {
        // As long as batches are full there is more to do.
      }
    } catch (RuntimeException e) {
      LOG.warn("The outbox did not answer; its rows stay for the next time", e);
    }
  }

  private boolean awaitNext() {
    try {
      return !closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One batch; package-private for tests. Returns how many rows were claimed. */
  int relay() {
    List<Outbox.Row> rows = outbox.claim(BATCH, LEASE);
    List<Long> done = new ArrayList<>(rows.size());
    for (Outbox.Row row : rows) {
      try {
        sink.publish(row.event());
        done.add(row.id());
      } catch (RuntimeException e) {
        LOG.warn("Event {} was not published; trying again", row.event().eventId(), e);
        metrics.count(Metric.OUTBOX_FAILED, 1);
        outbox.postpone(row.id(), clock.instant().plus(backOff(row.attempts())), e.toString());
      }
    }
    if (!done.isEmpty()) {
      outbox.published(done);
      metrics.count(Metric.OUTBOX_RELAYED, done.size());
    }
    return rows.size();
  }

  private static Duration backOff(int attempts) {
    Duration wait = Duration.ofMillis(250L << Math.min(attempts, 10));
    return wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF;
  }

  /** Publishes what is there, then ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(LEASE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.getState() != Thread.State.NEW) {
      relayAll();
    }
  }
}
