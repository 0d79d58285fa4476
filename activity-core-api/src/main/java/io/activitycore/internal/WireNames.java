package io.activitycore.internal;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/** Names on the wire. */
public final class WireNames {

  private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private WireNames() {}

  /** {@code startToClose} becomes {@code start_to_close}. */
  public static String snake(String javaName) {
    return SNAKE_CASE.translate(javaName);
  }
}
