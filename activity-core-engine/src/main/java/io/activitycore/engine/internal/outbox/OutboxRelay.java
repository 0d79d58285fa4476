package io.activitycore.engine.internal.outbox;

import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.Outbox.Postponed;
import io.activitycore.spi.Outbox.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes outbox rows, one relay thread per core. Several cores may relay from one outbox at
 * once.
 *
 * <p>A row that the broker refuses is parked, and so is one that fails again and again while the
 * broker takes others. While the broker takes nothing, no attempt counts, and few rows are tried.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int BATCH = 500;
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Each look costs the store a statement, and what it found another: few, with more in each. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A broker that took something so shortly ago is there. */
  private static final Duration THERE = Duration.ofSeconds(10);

  /** It takes about a quarter of an hour to get there. */
  static final int MOST_ATTEMPTS = 20;

  private final Outbox outbox;
  private final EventSink sink;
  private final Clock clock;
  private final Metrics metrics;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Instant lastThere = Instant.MIN;
  private Duration pause = POLL;

  /** Rows that the broker took, of which the store does not know yet. */
  private final List<Long> untold = new ArrayList<>();

  /** Batches one after another of which the broker took nothing. */
  private int inVain;

  /** Calls one after another that the store did not answer. */
  private int outages;

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
      while (relay() == BATCH && pause.equals(POLL)) {
        // As long as batches are full there is more to do.
      }
      outages = 0;
    } catch (RuntimeException e) {
      if (outages == 0) {
        LOG.warn("The outbox did not answer; its rows stay for the next time", e);
      }
      pause = shorter(backOff(outages++), LONGEST_PAUSE);
    }
  }

  private boolean awaitNext() {
    try {
      return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One batch; package-private for tests. Returns how many rows were claimed. */
  int relay() {
    tellPublished();
    List<Outbox.Row> rows = outbox.claim(inVain == 0 ? BATCH : Attempt.FEW, LEASE);
    pause = POLL;
    if (!rows.isEmpty()) {
      settle(Attempt.of(sink, rows, LEASE.dividedBy(2)));
    }
    return rows.size();
  }

  private void settle(Attempt attempt) {
    Instant now = clock.instant();
    if (attempt.isBrokerThere()) {
      lastThere = now;
    }
    boolean there = attempt.isBrokerThere() || lastThere.isAfter(now.minus(THERE));
    inVain = attempt.isBrokerThere() ? 0 : inVain + 1;
    pause = attempt.isBrokerAway() ? shorter(backOff(inVain), LONGEST_PAUSE) : POLL;
    untold.addAll(attempt.published());
    tellPublished();
    if (!attempt.failed().isEmpty()) {
      metrics.count(Metric.OUTBOX_FAILED, attempt.failed().size());
    }
    List<Postponed> postponed = new ArrayList<>();
    List<Refused> parked = new ArrayList<>(attempt.refused());
    for (Attempt.Failure failure : attempt.failed()) {
      settle(failure, there, postponed, parked);
    }
    for (Outbox.Row row : attempt.untried()) {
      postponed.add(new Postponed(row.id(), Duration.ZERO, false, null));
    }
    if (!postponed.isEmpty()) {
      outbox.postpone(postponed);
    }
    if (!parked.isEmpty()) {
      park(parked);
    }
  }

  /** Until the store hears of it: a row would go out once more when its lease is over. */
  private void tellPublished() {
    if (!untold.isEmpty()) {
      outbox.published(List.copyOf(untold));
      metrics.count(Metric.OUTBOX_RELAYED, untold.size());
      untold.clear();
    }
  }

  private void settle(
      Attempt.Failure failure, boolean counts, List<Postponed> postponed, List<Refused> parked) {
    Outbox.Row row = failure.row();
    int attempts = row.attempts();
    if (counts && attempts + 1 >= MOST_ATTEMPTS) {
      parked.add(new Refused(row.id(), failure.reason()));
      return;
    }
    Duration wait = backOff(counts ? attempts : inVain - 1);
    postponed.add(new Postponed(row.id(), wait, counts, failure.reason()));
    if (attempts == 0) {
      LOG.warn("Event {} was not published; trying again", row.event().eventId(), failure.why());
    } else {
      LOG.debug("Event {} was not published again", row.event().eventId(), failure.why());
    }
  }

  private void park(List<Refused> parked) {
    outbox.park(parked);
    metrics.count(Metric.OUTBOX_PARKED, parked.size());
    LOG.warn(
        "{} events out are parked, the first because of {}. `activity outbox list` shows them,"
            + " retry and discard settle them",
        parked.size(),
        parked.get(0).reason());
  }

  private static Duration backOff(int attempts) {
    return shorter(Duration.ofMillis(250L << Math.min(attempts, 10)), LONGEST_BACK_OFF);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
