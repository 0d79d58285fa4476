package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What an execution of a long-lived run was given by the one before it. */
public final class CarriedEvents {

  private CarriedEvents() {}

  /**
   * The events that had come and were not handled to their end, in their order; the first may have
   * begun.
   *
   * @param trigger the second argument of {@code RunActivity}
   */
  public static List<RunTrigger> of(JsonNode trigger) {
    List<RunTrigger> events = new ArrayList<>();
    if (trigger.hasNonNull(RunActivityWorkflow.CARRIED)) {
      CarriedRun.unpack(trigger.get(RunActivityWorkflow.CARRIED).asText())
          .path("queue")
          .forEach(event -> events.add(RunTrigger.fromJson(event)));
    }
    return events;
  }
}
