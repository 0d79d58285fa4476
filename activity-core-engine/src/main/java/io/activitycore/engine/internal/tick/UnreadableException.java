package io.activitycore.engine.internal.tick;

/**
 * A part of a schedule that has no meaning here; the message says why and what was likely meant.
 */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
