package io.activitycore.engine.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.internal.CanonicalJson;
import java.util.Objects;

/**
 * What a definition wants of its schedule.
 *
 * @param id the schedule's
 * @param definition it
 * @param fingerprint the same for definitions that want the same schedule
 */
record WantedSchedule(String id, ActivityDefinition definition, String fingerprint) {

  /** Part of the fingerprint: one more when this release makes other schedules of the same form. */
  private static final int FORM = 1;

  private static final int FINGERPRINT = 16;

  /** Of a definition that has a schedule. */
  static WantedSchedule of(String tenant, ActivityDefinition definition) {
    JsonNode tree = DefinitionJson.tree(definition);
    ObjectNode wanted = tree.path("trigger").path("schedule").deepCopy();
    wanted.put("form", FORM);
    wanted.put("enabled", definition.enabled());
    wanted.put("task_queue", definition.taskQueue());
    return new WantedSchedule(
        WorkflowIds.ofSchedule(tenant, definition.id()),
        definition,
        CanonicalJson.sha256(wanted).substring(0, FINGERPRINT));
  }

  ScheduleTrigger schedule() {
    return Objects.requireNonNull(definition.trigger().schedule());
  }

  boolean enabled() {
    return definition.enabled();
  }
}
