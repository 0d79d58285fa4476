package io.activitycore.definition;

import io.activitycore.internal.Constraints;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What starts a run: exactly one of the three. Any definition can also be triggered by hand.
 *
 * @param event an event from a broker
 * @param schedule a tick
 * @param manual nothing but a hand
 */
public record Trigger(
    @Nullable EventTrigger event,
    @Nullable ScheduleTrigger schedule,
    @Nullable ManualTrigger manual) {

  /** Checks. */
  public Trigger {
    long given = Stream.of(event, schedule, manual).filter(kind -> kind != null).count();
    Constraints.on(Trigger.class, event, schedule, manual)
        .rule(
            given == 1,
            "",
            "exactly_one",
            "needs exactly one of event, schedule and manual, got " + given)
        .done();
  }

  /** Started by events. */
  public static Trigger event(EventTrigger event) {
    return new Trigger(event, null, null);
  }

  /** Started by events of one type, whatever they hold. */
  public static Trigger event(String type) {
    return event(EventTrigger.of(type));
  }

  /** Started by a clock. */
  public static Trigger schedule(ScheduleTrigger schedule) {
    return new Trigger(null, schedule, null);
  }

  /** Started by hand only. */
  public static Trigger byHand() {
    return new Trigger(null, null, new ManualTrigger());
  }
}
