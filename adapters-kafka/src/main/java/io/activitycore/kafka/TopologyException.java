package io.activitycore.kafka;

import org.jspecify.annotations.Nullable;

/** Topics are not as configured; the message names each difference. */
final class TopologyException extends Exception {
  private static final long serialVersionUID = 1L;

  TopologyException(String message) {
    this(message, null);
  }

  TopologyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
