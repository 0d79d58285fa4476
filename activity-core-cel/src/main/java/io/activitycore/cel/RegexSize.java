package io.activitycore.cel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a program RE2 makes of a pattern, at most: counted repetitions copy what they repeat,
 * so a short pattern of nested ones would take all memory before anybody could look at the program.
 */
final class RegexSize {
  private static final long CEILING = Integer.MAX_VALUE;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long group;
  private long atom;

  private RegexSize(String pattern) {
    this.pattern = pattern;
  }

  /** An upper bound, good enough to refuse by; a pattern that is not valid has some size too. */
  static long of(String pattern) {
    RegexSize size = new RegexSize(pattern);
    while (size.at < pattern.length()) {
      size.step();
    }
    while (!size.outer.isEmpty()) {
      size.close();
    }
    return size.group + size.atom;
  }

  private void step() {
    char c = pattern.charAt(at++);
    switch (c) {
      case '(' -> {
        next(0);
        outer.push(group);
        group = 0;
      }
      case ')' -> close();
      case '[' -> {
        next(1);
        skipClass();
      }
      case '{' -> repeat();
      case '\\' -> escape();
      case '*', '+', '?' -> atom++;
      default -> next(1);
    }
  }

  /** The atom before is done with; another of this size begins. */
  private void next(long size) {
    group = Math.min(CEILING, group + atom);
    atom = size;
  }

  private void close() {
    next(0);
    if (!outer.isEmpty()) {
      atom = group + 2; // a group costs two instructions for its bounds
      group = outer.pop();
    }
  }

  private void escape() {
    next(1);
    if (at < pattern.length() && pattern.charAt(at++) == 'Q') {
      int end = pattern.indexOf("\\E", at);
      int close = end < 0 ? pattern.length() : end;
      atom = (long) close - at;
      at = end < 0 ? close : end + 2;
    }
  }

  /** A class is one instruction, whatever stands in it. */
  private void skipClass() {
    at += pattern.startsWith("^", at) ? 1 : 0;
    at += pattern.startsWith("]", at) ? 1 : 0;
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
        at = pattern.indexOf(":]", at) + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
  }

  private void repeat() {
    int end = pattern.indexOf('}', at);
    long most = end < 0 ? -1 : most(pattern.substring(at, end));
    if (most < 0) {
      next(1);
      return;
    }
    atom = Math.min(CEILING, (atom + 1) * Math.max(1, most));
    at = end + 1;
  }

  /** The larger of the counts; -1 where the braces stand for themselves. */
  private static long most(String counts) {
    if (!counts.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
      return -1;
    }
    String[] parts = counts.split(",", -1);
    String last = parts[parts.length - 1];
    return Long.parseLong(last.isEmpty() ? parts[0] : last) + (last.isEmpty() ? 1 : 0);
  }
}
