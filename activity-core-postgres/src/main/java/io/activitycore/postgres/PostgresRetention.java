package io.activitycore.postgres;

import io.activitycore.postgres.internal.Database;
import io.activitycore.postgres.internal.Sweep;
import io.activitycore.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been kept long enough, a few thousand rows a transaction. Several processes may
 * have one: at any time one of them works. Thread-safe.
 */
public final class PostgresRetention implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresRetention.class);

  private final Sweep sweep;
  private final Periods periods;
  private final ScheduledExecutorService executor;

  private PostgresRetention(Sweep sweep, Periods periods) {
    this.sweep = sweep;
    this.periods = periods;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "activity-core-retention");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * How long what is kept. The ledger's own time is {@link PostgresOptions#ledgerWindow()}, and a
   * run that is kept keeps its key. Events have a time of their own.
   *
   * @param runs runs and their audit, after their end
   * @param decisions decisions about events
   * @param published events, after they were published
   * @param payloads large results, after they were put for the last time, and results recorded for
   *     runs of another database; longer than any run takes
   */
  public record Periods(Duration runs, Duration decisions, Duration published, Duration payloads) {

    /** 90 days for runs and decisions, 7 for published events, 400 for large results. */
    public static Periods defaults() {
      return new Periods(
          Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(400));
    }
  }

  /** Over the host's database; does nothing by itself before {@link #start}. */
  public static PostgresRetention create(
      DataSource dataSource, PostgresOptions options, Periods periods) {
    return new PostgresRetention(new Sweep(new Database(dataSource, options.schema())), periods);
  }

  /**
   * Deletes all that is due now.
   *
   * @return how many rows
   * @throws StoreException when the database does not answer
   */
  public long sweep() {
    return sweep.runs(periods.runs())
        + sweep.ledger()
        + sweep.decisions(periods.decisions())
        + sweep.published(periods.published())
        + sweep.payloads(periods.payloads())
        + sweep.results(periods.payloads())
        + sweep.keptEvents()
        + sweep.events();
  }

  /** Sweeps again and again in a thread of its own, with a pause in between. Called once. */
  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  public void start(Duration pause) {
    executor.scheduleWithFixedDelay(this::sweepOrWarn, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweepOrWarn() {
    try {
      long deleted = sweep();
      if (deleted > 0) {
        LOG.info("Deleted {} rows that were kept long enough", deleted);
      }
    } catch (RuntimeException e) {
      LOG.warn("Old rows were not deleted; trying again", e);
    }
  }

  /** Ends the thread; what it is deleting right now is deleted or stays. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
