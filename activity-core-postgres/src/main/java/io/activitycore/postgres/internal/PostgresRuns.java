package io.activitycore.postgres.internal;

import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs and the ledger. Thread-safe. */
public final class PostgresRuns implements RunStore {

  private static final String FIND =
      """
      SELECT r.*, e.outcome, e.audit
      FROM <s>.run r LEFT JOIN <s>.ending e USING (tenant, activity_id, occurrence, generation)
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      ORDER BY generation DESC LIMIT 1
      """;

  private static final int ATTEMPTS = 3;

  private final Database database;
  private final AwaitedTypes awaited;
  private final Beginnings beginnings;
  private final Endings endings;
  private final Duration window;

  /**
   * Over a database.
   *
   * @param window how long the ledger remembers a key
   */
  public PostgresRuns(Database database, AwaitedTypes awaited, Duration window) {
    this.database = database;
    this.awaited = awaited;
    this.beginnings = new Beginnings(database, window);
    this.endings = new Endings(database);
    this.window = window;
  }

  @Override
  public List<Prepared> prepare(List<Beginning> asked) {
    return beginnings.prepare(asked);
  }

  @Override
  public List<RunOutcome> finish(List<Ending> asked) {
    return endings.finish(asked);
  }

  @Override
  public List<Journaled> journal(List<Journal> journals) {
    journals.forEach(journal -> awaited.register(journal.key().tenant(), Journals.types(journal)));
    List<Journaled> answers = new ArrayList<>();
    for (Journal journal : journals) {
      answers.add(write(journal));
    }
    return answers;
  }

  private Journaled write(Journal journal) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      awaited.awaitCounting(journal.key().tenant(), Journals.types(journal));
      Optional<Journaled> written =
          database.inTransaction(
              "write of a run", handle -> Journals.write(handle, journal, awaited));
      if (written.isPresent()) {
        return written.get();
      }
    }
    throw new StoreException(
        "the store could not write of a run: somebody removes rows of awaited_type", null);
  }

  @Override
  public Optional<Duration> window() {
    return Optional.of(window);
  }

  @Override
  public Optional<RunRecord> find(RunKey key) {
    return database.statement(
        "find a run",
        handle ->
            Keys.bind(handle.createQuery(FIND), key)
                .map(
                    (row, context) -> {
                      String outcome = row.getString("outcome");
                      return new RunRecord(
                          key,
                          row.getString("workflow_id"),
                          row.getString("first_run_id"),
                          row.getInt("generation"),
                          row.getString("body_hash"),
                          Json.read(row.getString("plan")),
                          outcome == null ? null : RunOutcome.valueOf(outcome),
                          Json.readOrNull(row.getString("audit")));
                    })
                .findOne());
  }
}
