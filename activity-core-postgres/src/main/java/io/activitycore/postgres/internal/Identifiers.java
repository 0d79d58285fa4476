package io.activitycore.postgres.internal;

import io.activitycore.spi.StoreException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What may be an id here. PostgreSQL's own limits are elsewhere, and its errors say less. */
public final class Identifiers {

  /** An event id may have 1,024 bytes, and ours are made of them. */
  private static final int LARGEST = 1_200;

  /** Of ids that share an index with a large one. */
  private static final int LARGEST_SHORT = 256;

  private Identifiers() {}

  /**
   * The value, which may be null.
   *
   * @param name the column
   * @throws StoreException when it cannot be kept
   */
  public static @Nullable String checked(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.indexOf('\0') >= 0) {
      throw StoreException.refusal(
          name + ": it contains the character NUL, which PostgreSQL cannot keep", null);
    }
    int largest = name.equals("tenant") || name.equals("activity_id") ? LARGEST_SHORT : LARGEST;
    // A character has at most three bytes: only what may be too long is counted.
    int bytes =
        value.length() * 3 <= largest
            ? value.length()
            : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > largest) {
      throw StoreException.refusal(
          name + ": it has " + bytes + " bytes of UTF-8, expected at most " + largest, null);
    }
    return value;
  }

  /** Text for people, as PostgreSQL can keep it. */
  public static @Nullable String readable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
