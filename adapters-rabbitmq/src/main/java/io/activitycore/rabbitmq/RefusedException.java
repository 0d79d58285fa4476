package io.activitycore.rabbitmq;

import java.io.IOException;

/** The server works, and will never take this message; the message says why. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
