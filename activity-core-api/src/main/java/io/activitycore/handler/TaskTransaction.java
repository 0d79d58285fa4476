package io.activitycore.handler;

/**
 * The transaction in which a task's result is recorded, for a handler that writes its own data in
 * the same database: its effect, the result and the event TaskCompleted are one, all of it or
 * nothing.
 *
 * <p>What the work gives is the task's result, whatever the handler returns. If an attempt before
 * this one has committed (its worker died before it could say so, or Temporal had given it up), the
 * work is not done again: what that attempt recorded is the result. An attempt in whose hands the
 * transaction is still open is waited for.
 *
 * <p>One call an attempt. Nothing is written when the work throws, when its result is too large,
 * and when the run is over by then.
 */
public interface TaskTransaction {

  /**
   * Does work that has a result.
   *
   * @param resource what the work writes with: of the PostgreSQL store {@code java.sql.Connection},
   *     a connection of the host's own DataSource that is within the transaction; it refuses to
   *     commit and to roll back, and may not be used after the call
   * @param result how the result is read when an earlier attempt recorded it; not null, and not
   *     {@link Pending}
   * @return what the work gave, now or before
   * @throws TaskFailedException {@code no_transaction} when the host's store has none with such a
   *     resource, {@code run_over} when the run has ended
   * @throws Exception what the work threw, or the store: the attempt has failed, and left nothing
   */
  <C, R> R call(Class<C> resource, Class<R> result, Work<C, R> work) throws Exception;

  /**
   * Does work without a result, which is {@code {}} then. Otherwise the same.
   *
   * @throws Exception see {@link #call}
   */
  <C> void run(Class<C> resource, Action<C> action) throws Exception;

  /**
   * Work with a result.
   *
   * @param <C> what it writes with
   * @param <R> its result
   */
  @FunctionalInterface
  interface Work<C, R> {

    /**
     * Does it.
     *
     * @throws Exception nothing is to be written
     */
    R apply(C resource) throws Exception;
  }

  /**
   * Work without a result.
   *
   * @param <C> what it writes with
   */
  @FunctionalInterface
  interface Action<C> {

    /**
     * Does it.
     *
     * @throws Exception nothing is to be written
     */
    void accept(C resource) throws Exception;
  }
}
