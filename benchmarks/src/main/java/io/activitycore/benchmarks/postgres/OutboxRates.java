package io.activitycore.benchmarks.postgres;

import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.outbox.OutboxRelay;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.Outbox;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How fast events go out, and what a claim costs when many wait. */
record OutboxRates(String url, PrintStream out) {

  private static final int CLAIM = 100;
  private static final int CLAIMS = 40;
  private static final Duration LEASE = Duration.ofMinutes(30);
  private static final long LONGEST_SECONDS = 600;

  /** Rows a second to a sink that costs nothing, by so many relays, each with a thread. */
  double relay(int relays, int rows, int rounds) throws InterruptedException {
    double best = 0;
    try (Schema schema = new Schema(url)) {
      PostgresStore store = schema.store();
      for (int round = 0; round <= rounds; round++) {
        schema.fillOutbox("r" + round, rows);
        double rate = relay(store, relays, rows);
        if (round > 0) { // the first one warms up
          out.printf(Locale.ROOT, "%d relays, round %d: %,.0f rows/s%n", relays, round, rate);
          best = Math.max(best, rate);
        }
      }
    }
    return best;
  }

  private static double relay(PostgresStore store, int relays, int rows)
      throws InterruptedException {
    CountDownLatch left = new CountDownLatch(rows);
    EventSink sink = event -> left.countDown();
    List<OutboxRelay> all = new ArrayList<>();
    for (int i = 0; i < relays; i++) {
      all.add(new OutboxRelay(store.outbox(), sink, Clock.systemUTC(), Metrics.none()));
    }
    long begin = System.nanoTime();
    try {
      all.forEach(OutboxRelay::start);
      if (!left.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(left.getCount() + " of " + rows + " rows were not relayed");
      }
    } finally {
      all.forEach(OutboxRelay::close); // what was published is marked by then
    }
    return rows / ((System.nanoTime() - begin) / 1e9);
  }

  /** Milliseconds of a claim of {@value #CLAIM} rows, and of marking them, with so many waiting. */
  void claims(long waiting) {
    try (Schema schema = new Schema(url)) {
      Outbox outbox = schema.store().outbox();
      schema.fillOutbox("w", (long) CLAIMS * CLAIM);
      for (int i = 0; i < CLAIMS; i++) { // warms up
        outbox.published(outbox.claim(CLAIM, LEASE).stream().map(Outbox.Row::id).toList());
      }
      schema.fillOutbox("c", waiting);
      int claims = (int) Math.min(CLAIMS, waiting / CLAIM);
      List<Long> claimed = new ArrayList<>();
      List<Long> published = new ArrayList<>();
      for (int i = 0; i < claims; i++) {
        long begin = System.nanoTime();
        List<Long> ids = outbox.claim(CLAIM, LEASE).stream().map(Outbox.Row::id).toList();
        long middle = System.nanoTime();
        outbox.published(ids);
        claimed.add(middle - begin);
        published.add(System.nanoTime() - middle);
      }
      out.printf(
          Locale.ROOT,
          "| %,d | %.2f | %.2f | %.2f |%n",
          waiting,
          median(claimed),
          claimed.stream().mapToLong(Long::longValue).max().orElse(0) / 1e6,
          median(published));
    }
  }

  private static double median(List<Long> nanos) {
    LongStream sorted = nanos.stream().mapToLong(Long::longValue).sorted();
    return sorted.skip(nanos.size() / 2).findFirst().orElse(0) / 1e6;
  }
}
