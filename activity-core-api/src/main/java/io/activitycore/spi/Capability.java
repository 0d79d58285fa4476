package io.activitycore.spi;

/** What a source does beyond the contract that every {@link EventSource} keeps. */
public enum Capability {

  /**
   * Deliveries of one key are handed over in the order in which they were published, the next one
   * only after the one before is settled for good: a retry holds up its key (and no other), an
   * acknowledgement or a dead letter lets the next one go. Holds over crashes and hand-overs
   * between processes. The key is what the broker has for it (Kafka: the record's key), or what the
   * adapter's options name.
   */
  ORDER_PER_KEY,

  /**
   * The broker itself keeps a delivery back for {@link Settlement.RetryLater}: the delay and the
   * attempt count outlive the process. Without it the adapter waits in this process, and after a
   * crash the delivery comes again at once, with a count that may begin anew.
   */
  DELAYED_RETRY,

  /**
   * The broker itself can put a delivery away to the dead-letter destination, also when no process
   * of ours lives.
   */
  NATIVE_DEAD_LETTER,

  /** A subscription can begin at a time in the past, as far as the broker still has the events. */
  REPLAY_FROM_TIME
}
