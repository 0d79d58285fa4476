package io.activitycore.definition;

import io.activitycore.internal.Constraints;
import io.activitycore.internal.ExactlyOne;
import org.jspecify.annotations.Nullable;

/**
 * What starts a run: exactly one of the three. Any definition can also be triggered by hand.
 *
 * @param event an event from a broker
 * @param schedule a tick
 * @param manual nothing but a hand
 */
@ExactlyOne({"event", "schedule", "manual"})
public record Trigger(
    @Nullable EventTrigger event,
    @Nullable ScheduleTrigger schedule,
    @Nullable ManualTrigger manual) {

  /** Checks. */
  public Trigger {
    Constraints.check(Trigger.class, event, schedule, manual);
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
