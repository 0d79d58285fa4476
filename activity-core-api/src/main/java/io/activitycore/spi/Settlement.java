package io.activitycore.spi;

import java.time.Duration;

/** What becomes of a delivery. The adapter carries it out. */
public sealed interface Settlement {

  /** Done: acknowledge it, so that it never comes again. */
  record Ack() implements Settlement {}

  /**
   * Deliver it again, not before the delay; its neighbours go on.
   *
   * @param delay at least zero
   * @param reason for the log
   */
  record RetryLater(Duration delay, String reason) implements Settlement {}

  /**
   * It can never succeed: publish its bytes and headers with the reason to the dead-letter
   * destination, and only after that destination has confirmed, acknowledge the original. While the
   * destination is down the original stays unacknowledged.
   *
   * @param code the reason's stable name, lower case with underscores, such as {@code undecodable}
   * @param reason the reason in one line, for people
   */
  record DeadLetter(String code, String reason) implements Settlement {}

  /** The one {@link Ack}. */
  Ack ACK = new Ack();
}
