package io.activitycore.engine.internal.tick;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What a change of the clock does to ticks. Pure. */
public final class ClockChanges {

  private ClockChanges() {}

  /**
   * The readings of the clock between two ticks that would have been ticks, had the clock not gone
   * past them.
   */
  public static List<LocalDateTime> leftOut(Ticks ticks, Instant previous, Instant tick) {
    List<LocalDateTime> readings = new ArrayList<>();
    Zone zone = ticks.offsets();
    long until = tick.getEpochSecond();
    for (int i = zone.changeAfter(previous.getEpochSecond()); zone.change(i) <= until; i++) {
      long to = zone.localAfter(i);
      long reading = ticks.nextReading(zone.localBefore(i), to);
      while (reading != Calendar.NONE) {
        readings.add(LocalDateTime.ofEpochSecond(reading, 0, ZoneOffset.UTC));
        reading = ticks.nextReading(reading + 1, to);
      }
    }
    return readings;
  }
}
