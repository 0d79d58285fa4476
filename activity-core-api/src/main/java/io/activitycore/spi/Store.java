package io.activitycore.spi;

/**
 * The system of record, as small ports over the same storage.
 *
 * <p>What fails says so with a {@link StoreException}. Any error is taken for one that may pass and
 * is asked again, but for those that are a {@linkplain StoreException#isRefusal() refusal}.
 */
public interface Store {

  /** Runs and the ledger that keeps them single. */
  RunStore runs();

  /** Decisions, for {@code explain}. */
  DecisionLog decisions();

  /** Events on their way out. */
  Outbox outbox();

  /** What runs wait for. */
  WaitStore waits();

  /** The inbox of people. */
  HumanTaskStore humanTasks();

  /**
   * Events of disabled definitions.
   *
   * @throws UnsupportedOperationException when this store keeps none; definitions with {@code
   *     on_disabled: park} are then refused
   */
  default ParkedEvents parked() {
    throw new UnsupportedOperationException(getClass().getName() + " keeps no parked events");
  }

  /**
   * The account of schedules. A store without one cannot keep definitions that are triggered by a
   * schedule.
   *
   * @throws UnsupportedOperationException when this store has none; the default
   */
  default TickStore ticks() {
    throw new UnsupportedOperationException(
        getClass().getName() + " keeps no account of ticks: it cannot be used with schedules");
  }

  /**
   * Transactions that tasks take part in.
   *
   * @throws UnsupportedOperationException when this store has none; the default. A task that asks
   *     for one then fails
   */
  default TaskTransactions taskTransactions() {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no transactions that tasks can take part in");
  }

  /**
   * Events as they came.
   *
   * @throws UnsupportedOperationException when this store keeps none; the default. A host that asks
   *     for it is then not built
   */
  default EventLog events() {
    throw new UnsupportedOperationException(getClass().getName() + " keeps no events");
  }
}
