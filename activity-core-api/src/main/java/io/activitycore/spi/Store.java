package io.activitycore.spi;

/** The system of record, as small ports over the same storage. */
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
}
