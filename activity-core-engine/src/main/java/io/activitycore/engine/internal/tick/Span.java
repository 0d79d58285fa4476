package io.activitycore.engine.internal.tick;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time during which something was not there.
 *
 * @param from inclusive
 * @param to when it was there again
 */
public record Span(Instant from, Instant to) {

  /** Checks. */
  public Span {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("ends before it begins: " + from + "/" + to);
    }
  }

  /** Sorted, with those that touch made one. */
  static List<Span> merged(Collection<Span> spans) {
    List<Span> merged = new ArrayList<>();
    for (Span each : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
      Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || each.from.isAfter(last.to)) {
        merged.add(each);
      } else if (each.to.isAfter(last.to)) {
        merged.set(merged.size() - 1, new Span(last.from, each.to));
      }
    }
    return merged;
  }

  /** The one of merged spans that an instant lies in, its end excluded; null for none. */
  static @Nullable Span holding(List<Span> merged, Instant instant) {
    for (Span each : merged) {
      if (!instant.isBefore(each.from) && instant.isBefore(each.to)) {
        return each;
      }
    }
    return null;
  }
}
