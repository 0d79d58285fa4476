package io.activitycore.engine.internal.tick;

import io.activitycore.InvalidModelException;
import io.activitycore.definition.ScheduleTrigger;
import java.util.List;

/**
 * The cron expressions of a schedule without their prefix, and the time zone that the prefix or the
 * schedule says: the server takes a prefix only where no other time zone is given.
 *
 * @param timezone IANA name, for calendars too
 * @param expressions as they are, but for the prefix
 */
public record Crons(String timezone, List<String> expressions) {

  /** Copies. */
  public Crons {
    expressions = List.copyOf(expressions);
  }

  /**
   * Of a schedule.
   *
   * @throws InvalidModelException when it cannot be read
   */
  public static Crons of(ScheduleTrigger trigger) {
    ScheduleReader reader = new ScheduleReader(trigger);
    if (!reader.problems().isEmpty()) {
      throw new InvalidModelException("ScheduleTrigger", reader.problems());
    }
    return reader.asCrons();
  }
}
