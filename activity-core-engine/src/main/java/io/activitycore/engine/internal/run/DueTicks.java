package io.activitycore.engine.internal.run;

import io.activitycore.definition.ScheduleTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a schedule is due. Pure. */
@FunctionalInterface
public interface DueTicks {

  /** The first tick after an instant; empty when there is none. */
  Optional<Instant> next(Instant after);

  /** Of a schedule. */
  static DueTicks of(ScheduleTrigger schedule) {
    long seconds = Duration.parse("PT" + schedule.cron().substring("@every ".length())).toSeconds();
    return after ->
        Optional.of(
            Instant.ofEpochSecond((Math.floorDiv(after.getEpochSecond(), seconds) + 1) * seconds));
  }
}
