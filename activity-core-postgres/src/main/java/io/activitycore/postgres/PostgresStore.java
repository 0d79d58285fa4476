package io.activitycore.postgres;

import io.activitycore.postgres.internal.AwaitedTypes;
import io.activitycore.postgres.internal.Database;
import io.activitycore.postgres.internal.Decisions;
import io.activitycore.postgres.internal.Events;
import io.activitycore.postgres.internal.HumanTasks;
import io.activitycore.postgres.internal.Migrations;
import io.activitycore.postgres.internal.ParkedRows;
import io.activitycore.postgres.internal.Payloads;
import io.activitycore.postgres.internal.PostgresOutbox;
import io.activitycore.postgres.internal.PostgresRuns;
import io.activitycore.postgres.internal.TaskResults;
import io.activitycore.postgres.internal.TickAccounts;
import io.activitycore.postgres.internal.Waits;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.EventLog;
import io.activitycore.spi.HumanTaskStore;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.ParkedEvents;
import io.activitycore.spi.PayloadStore;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import io.activitycore.spi.TaskTransactions;
import io.activitycore.spi.TickStore;
import io.activitycore.spi.WaitStore;
import javax.sql.DataSource;

/**
 * The system of record in PostgreSQL, 14 or newer. Thread-safe; any number of processes may use one
 * database. It has no connections of its own: the host owns the {@link DataSource}, its pool and
 * its end. Times are kept to the microsecond.
 */
public final class PostgresStore implements Store {

  private final RunStore runs;
  private final DecisionLog decisions;
  private final Outbox outbox;
  private final WaitStore waits;
  private final HumanTaskStore humanTasks;
  private final PayloadStore payloads;
  private final ParkedEvents parked;
  private final TickStore ticks;
  private final TaskTransactions taskTransactions;
  private final EventLog events;

  private PostgresStore(Database database, AwaitedTypes awaited, PostgresOptions options) {
    this.runs = new PostgresRuns(database, awaited, options.ledgerWindow());
    this.decisions = new Decisions(database);
    this.outbox = new PostgresOutbox(database);
    this.waits = new Waits(database, awaited);
    this.humanTasks = new HumanTasks(database);
    this.payloads = new Payloads(database);
    this.parked = new ParkedRows(database);
    this.ticks = new TickAccounts(database);
    this.taskTransactions = new TaskResults(database);
    this.events = new Events(database);
  }

  /** The same as {@link #create(DataSource, PostgresOptions)} with the defaults. */
  public static PostgresStore create(DataSource dataSource) {
    return create(dataSource, PostgresOptions.defaults());
  }

  /**
   * A store; its schema is brought to this release's version first.
   *
   * @throws io.activitycore.spi.StoreException when the database does not answer, or the schema is
   *     not as this release needs it: says what to do
   */
  public static PostgresStore create(DataSource dataSource, PostgresOptions options) {
    Database database = new Database(dataSource, options.schema());
    if (options.migrate()) {
      Migrations.apply(dataSource, options.schema());
    } else {
      Migrations.check(database);
    }
    AwaitedTypes awaited = new AwaitedTypes(database, System::nanoTime);
    awaited.seeAll();
    return new PostgresStore(database, awaited, options);
  }

  @Override
  public RunStore runs() {
    return runs;
  }

  @Override
  public DecisionLog decisions() {
    return decisions;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public WaitStore waits() {
    return waits;
  }

  @Override
  public HumanTaskStore humanTasks() {
    return humanTasks;
  }

  @Override
  public ParkedEvents parked() {
    return parked;
  }

  @Override
  public TickStore ticks() {
    return ticks;
  }

  @Override
  public EventLog events() {
    return events;
  }

  /** With a {@link java.sql.Connection} of the host's DataSource. */
  @Override
  public TaskTransactions taskTransactions() {
    return taskTransactions;
  }

  /** Results that are too large for a run's history; for the host's {@code payloads(...)}. */
  public PayloadStore payloads() {
    return payloads;
  }
}
