package io.activitycore.spi;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import java.util.List;
import java.util.Optional;

/**
 * Transactions in which a task's result is recorded, with what its handler writes. Thread-safe.
 * Rows of a run that this store does not know may be written too: the run is another service's.
 */
public interface TaskTransactions {

  /** Whether work can be given such a resource. */
  boolean offers(Class<?> resource);

  /**
   * Does work once for a task instance, and records what it gave in the same transaction. Of
   * several that ask at once, the others wait for the first; a transaction that was rolled back
   * never was.
   *
   * @param resource one of those that are {@linkplain #offers offered}
   * @return the result recorded, now or before; empty when the run has ended or was taken over by
   *     another generation, and nothing was written
   * @throws StoreException when the store did not answer; the transaction may have been committed
   * @throws Exception what the work threw; nothing was written
   */
  <C> Optional<JsonNode> once(Instance task, Class<C> resource, Work<C> work) throws Exception;

  /**
   * A task in a run.
   *
   * @param run the run
   * @param workflowId Temporal's workflow id of the generation that asks
   * @param id the task instance
   */
  record Instance(RunKey run, String workflowId, String id) {}

  /**
   * What was done.
   *
   * @param result the task's
   * @param events out, with stable ids
   */
  record Done(JsonNode result, List<EventEnvelope> events) {}

  /**
   * What a handler does.
   *
   * @param <C> what it writes with
   */
  @FunctionalInterface
  interface Work<C> {

    /**
     * Does it.
     *
     * @throws Exception nothing is to be written
     */
    Done apply(C resource) throws Exception;
  }
}
