package io.activitycore.rabbitmq;

/** Exchanges or queues are not as configured; the message names the difference. */
final class TopologyException extends Exception {
  private static final long serialVersionUID = 1L;

  TopologyException(String message, Throwable cause) {
    super(message, cause);
  }
}
