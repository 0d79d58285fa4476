package io.activitycore.nats;

/** Streams or consumer are not as configured; the message names each difference. */
final class TopologyException extends Exception {
  private static final long serialVersionUID = 1L;

  TopologyException(String message) {
    super(message);
  }
}
