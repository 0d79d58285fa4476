package io.activitycore.engine.internal.filter;

import java.util.Locale;

/**
 * A text whose characters each stand for their lower-case and their upper-case form, and for
 * nothing else: only the pattern folds, so a pattern's {@code ß} takes {@code ß} and {@code SS},
 * and its Kelvin sign takes {@code k} but not {@code K}.
 */
final class FoldedText {
  private final String[] lower;
  private final String[] upper;

  FoldedText(String text) {
    int[] characters = text.codePoints().toArray();
    lower = new String[characters.length];
    upper = new String[characters.length];
    for (int i = 0; i < characters.length; i++) {
      String character = Character.toString(characters[i]);
      lower[i] = character.toLowerCase(Locale.ROOT);
      upper[i] = character.toUpperCase(Locale.ROOT);
    }
  }

  boolean isPrefixOf(String value) {
    return endOfPrefix(value) >= 0;
  }

  boolean equalTo(String value) {
    return endOfPrefix(value) == value.length();
  }

  boolean isSuffixOf(String value) {
    int end = value.length();
    for (int i = lower.length - 1; i >= 0; i--) {
      if (value.startsWith(lower[i], end - lower[i].length())) {
        end -= lower[i].length();
      } else if (value.startsWith(upper[i], end - upper[i].length())) {
        end -= upper[i].length();
      } else {
        return false;
      }
    }
    return true;
  }

  /** Neither form of a character begins with the other, so the first that fits is the only one. */
  private int endOfPrefix(String value) {
    int at = 0;
    for (int i = 0; i < lower.length; i++) {
      if (value.startsWith(lower[i], at)) {
        at += lower[i].length();
      } else if (value.startsWith(upper[i], at)) {
        at += upper[i].length();
      } else {
        return -1;
      }
    }
    return at;
  }
}
