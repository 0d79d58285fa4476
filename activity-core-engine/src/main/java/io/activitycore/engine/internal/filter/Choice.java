package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The element chosen in one array, and the choices made before it. An array is known by its
 * identity and its place in the paths, never by its content.
 */
@SuppressWarnings("ReferenceEquality")
final class Choice {
  private final JsonNode array;
  private final int head;
  private final int index;
  private final @Nullable Choice earlier;
  private final int hash;

  /**
   * Chooses.
   *
   * @param head the number of the path's head at the array, {@link Clause#head}
   */
  Choice(JsonNode array, int head, int index, @Nullable Choice earlier) {
    this.array = array;
    this.head = head;
    this.index = index;
    this.earlier = earlier;
    int before = earlier == null ? 0 : earlier.hash;
    this.hash = 31 * (31 * System.identityHashCode(array) + index) + before;
  }

  int index() {
    return index;
  }

  /** The choice made in this array, or null. */
  static @Nullable Choice in(JsonNode array, int head, @Nullable Choice choices) {
    for (Choice choice = choices; choice != null; choice = choice.earlier) {
      if (choice.array == array && choice.head == head) {
        return choice;
      }
    }
    return null;
  }

  /** The choices that still bear on field {@code i} of the clause or on later ones. */
  static @Nullable Choice relevant(@Nullable Choice choices, Clause clause, int i) {
    if (choices == null) {
      return null;
    }
    Choice earlier = relevant(choices.earlier, clause, i);
    if (!clause.mattersFrom(i, choices.head)) {
      return earlier;
    }
    return earlier == choices.earlier
        ? choices
        : new Choice(choices.array, choices.head, choices.index, earlier);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    Choice mine = this;
    Choice theirs = other instanceof Choice choice ? choice : null;
    while (mine != null && theirs != null && mine.hash == theirs.hash && mine.sameElement(theirs)) {
      mine = mine.earlier;
      theirs = theirs.earlier;
    }
    return mine == null && theirs == null;
  }

  private boolean sameElement(Choice that) {
    return array == that.array && head == that.head && index == that.index;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
