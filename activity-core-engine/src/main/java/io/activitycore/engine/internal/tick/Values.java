package io.activitycore.engine.internal.tick;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The values that a field's text stands for.
 *
 * @param bits by value; Sunday is 0 only
 * @param all whether every value matches
 */
record Values(BitSet bits, boolean all) {

  /** No value. */
  static final Values NONE = new Values(new BitSet(), false);

  /**
   * Reads {@code *}, {@code 5}, {@code 1-5}, {@code 1-31/2}, {@code 5/15} (from 5 to the end), and
   * several of these with commas.
   *
   * @throws UnreadableException when it is none of these
   */
  static Values parse(Field field, String text) throws UnreadableException {
    BitSet bits = new BitSet(field.most() + 1);
    String stripped = text.strip();
    for (String part : stripped.split(",", -1)) {
      add(field, part, stripped, bits);
    }
    if (field == Field.DAY_OF_WEEK && bits.get(7)) {
      bits.clear(7);
      bits.set(0);
    }
    int all = field == Field.DAY_OF_WEEK ? 7 : field.most() - field.least() + 1;
    return new Values(bits, bits.cardinality() == all);
  }

  /** The first 64 values as bits of a long. */
  long mask() {
    long[] words = bits.toLongArray();
    return words.length == 0 ? 0 : words[0];
  }

  private static void add(Field field, String part, String whole, BitSet bits)
      throws UnreadableException {
    String[] stepped = part.split("/", -1);
    if (stepped.length > 2) {
      throw CronAdvice.unreadable(field, part, whole);
    }
    int step = stepped.length == 2 ? step(field, stepped[1], part) : 1;
    int first = field.least();
    int last = field.most();
    if (!stepped[0].equals("*")) {
      String[] ends = stepped[0].split("-", -1);
      if (ends.length > 2) {
        throw CronAdvice.unreadable(field, part, whole);
      }
      first = value(field, ends[0], part, whole);
      if (ends.length == 2) {
        last = value(field, ends[1], part, whole);
      } else if (stepped.length == 1) {
        last = first;
      }
    }
    if (last < first) {
      throw CronAdvice.wrapped(field, part, stepped[0].split("-", -1), whole);
    }
    for (int value = first; value <= last; value += step) {
      bits.set(value);
    }
  }

  private static int step(Field field, String text, String part) throws UnreadableException {
    Integer step = text.length() > 9 || !text.matches("[0-9]+") ? null : Integer.valueOf(text);
    if (step == null || step < 1) {
      throw new UnreadableException(
          field.words()
              + " "
              + part
              + ": expected a step of 1 or more after the slash, got "
              + text);
    }
    return step;
  }

  private static int value(Field field, String text, String part, String whole)
      throws UnreadableException {
    Integer value = field.value(text);
    if (value == null) {
      throw CronAdvice.unreadable(field, part, whole);
    }
    if (!field.has(value)) {
      throw new UnreadableException(
          field.words() + " must be " + field.least() + " to " + field.most() + ", got " + text);
    }
    return value;
  }

  /** The values as a text that {@link #parse} reads: ranges, and single values between commas. */
  String text() {
    if (all) {
      return "*";
    }
    List<String> parts = new ArrayList<>();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from) - 1;
      parts.add(to == from ? "" + from : from + "-" + to);
      from = bits.nextSetBit(to + 1);
    }
    return String.join(",", parts);
  }
}
