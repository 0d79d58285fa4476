package io.activitycore.postgres.registry;

import io.activitycore.postgres.internal.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Who changes something, and why; kept in the history.
 *
 * @param author a person or a system; not blank
 * @param comment for people; optional
 */
public record Edit(String author, @Nullable String comment) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException when the author is blank
   */
  public Edit {
    if (author.isBlank()) {
      throw new IllegalArgumentException("author: expected who changes the registry, it is blank");
    }
    author = author.replace('\0', '\uFFFD');
    comment = Identifiers.readable(comment);
  }

  /** Without a comment. */
  public static Edit by(String author) {
    return new Edit(author, null);
  }

  /** The same with a comment. */
  public Edit saying(String text) {
    return new Edit(author, text);
  }
}
