package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.Trigger;
import io.activitycore.handler.OnEvent;
import io.activitycore.handler.OnSchedule;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Definitions of one task, written as annotations. */
final class AnnotatedDefinitions {

  private AnnotatedDefinitions() {}

  static List<ActivityDefinition> of(String taskType, Method method) {
    List<ActivityDefinition> definitions = new ArrayList<>();
    OnEvent onEvent = method.getAnnotation(OnEvent.class);
    if (onEvent != null) {
      EventTrigger trigger = EventTrigger.of(onEvent.value());
      definitions.add(
          definition(
              onEvent.id(),
              taskType,
              Trigger.event(
                  onEvent.where().isEmpty() ? trigger : trigger.withWhere(onEvent.where())),
              "{{ payload }}"));
    }
    OnSchedule onSchedule = method.getAnnotation(OnSchedule.class);
    if (onSchedule != null) {
      definitions.add(
          definition(
              onSchedule.id(),
              taskType,
              Trigger.schedule(
                  ScheduleTrigger.cron(onSchedule.value())
                      .withTimezone(onSchedule.timezone())
                      .withMisfire(
                          ScheduleTrigger.Misfire.valueOf(
                              onSchedule.misfire().toUpperCase(Locale.ROOT)),
                          Duration.ofHours(1))),
              "{{ trigger }}"));
    }
    return definitions;
  }

  private static ActivityDefinition definition(
      String id, String taskType, Trigger trigger, String input) {
    return ActivityDefinition.builder(id.isEmpty() ? taskType : id)
        .trigger(trigger)
        .rules(Rule.always(Node.task("task", taskType).input(TextNode.valueOf(input)).build()))
        .build();
  }
}
