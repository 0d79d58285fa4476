package io.activitycore.nats;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is known of a subscription's state, for whoever asks without waiting. Thread-safe. */
final class Health {

  private volatile @Nullable String pulling;
  private volatile @Nullable String deadLetters;
  private volatile boolean answered = true;
  private volatile OptionalLong lag = OptionalLong.empty();

  /** Why nothing can be pulled; null when it can. */
  void pulling(@Nullable String problem) {
    pulling = problem;
  }

  /** Why nothing can be dead-lettered; null when it can. */
  void deadLetters(@Nullable String problem) {
    deadLetters = problem;
  }

  void lag(long waiting) {
    lag = OptionalLong.of(Math.max(0, waiting));
    answered = true;
  }

  void silent() {
    lag = OptionalLong.empty();
    answered = false;
  }

  OptionalLong lag() {
    return lag;
  }

  /** Whether the server answered when last asked. */
  boolean answered() {
    return answered;
  }

  @Nullable String problem() {
    String first = deadLetters;
    return first == null ? pulling : first;
  }
}
