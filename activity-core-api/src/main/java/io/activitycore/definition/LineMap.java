package io.activitycore.definition;

/** Where the values of a file stand. Immutable. */
@FunctionalInterface
public interface LineMap {

  /** For a definition that comes from no file: every line is 0. */
  LineMap NONE = pointer -> 0;

  /**
   * The 1-based line of a value, which is that of its key; for a value that does not exist, that of
   * the nearest one above it that does.
   *
   * @param pointer JSON pointer; empty for the whole file
   */
  int lineOf(String pointer);
}
