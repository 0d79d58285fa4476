package io.activitycore.engine.internal.tick;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a calendar, in the order of its properties. */
enum Field {
  SECOND(0, 59, "", 0),
  MINUTE(0, 59, "", 0),
  HOUR(0, 23, "", 0),
  DAY_OF_MONTH(1, 31, "", 0),
  MONTH(
      1,
      12,
      "january february march april may june july august september october november december",
      3),
  /** 7 is Sunday too. */
  DAY_OF_WEEK(0, 7, "sunday monday tuesday wednesday thursday friday saturday", 2),
  YEAR(2000, 2100, "", 0);

  private final int least;
  private final int most;

  /** With spaces between. */
  private final String names;

  private final int shortest;

  Field(int least, int most, String names, int shortest) {
    this.least = least;
    this.most = most;
    this.names = names;
    this.shortest = shortest;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people say it. */
  String words() {
    return wireName().replace('_', ' ');
  }

  /** The value that a text names; null where it names none. Names may be cut, as in MON. */
  @Nullable Integer value(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (shortest > 0 && name.length() >= shortest) {
      List<String> all = List.of(names.split(" ", -1));
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).startsWith(name)) {
          return i + (this == MONTH ? 1 : 0);
        }
      }
    }
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return Integer.valueOf(text);
  }

  boolean has(int value) {
    return value >= least && value <= most;
  }
}
