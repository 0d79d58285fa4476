package io.activitycore.docs.snippets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.Escalation;
import io.activitycore.definition.Human;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.HumanTasks;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTaskException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the page on human tasks shows. */
final class HumanTasksGuide {

  private HumanTasksGuide() {}

  static Human inJava(JsonNode form) {
    // tag::java
    Human human =
        Human.of("ann")
            .withGroups("risk")
            .withForm(form)
            .withDue(Duration.ofDays(3))
            .withRemind(Duration.ofDays(1), Duration.ofHours(60))
            .withEscalate(new Escalation(Duration.ofDays(2), List.of(), List.of("managers")));
    // end::java
    return human;
  }

  static HumanTask decide(ActivityCore core) {
    // tag::inbox
    HumanTasks inbox = core.humanTasks();
    Set<String> groups = Set.of("risk"); // your sign-on knows

    List<HumanTask> open =
        inbox.search(HumanTasks.Search.any().withGroup("risk").withStatus(HumanTask.Status.OPEN));
    HumanTask mine = inbox.claim(open.get(0).id(), "zoe", groups);
    HumanTask decided =
        inbox.complete(
            mine.id(),
            "zoe",
            groups,
            JsonNodeFactory.instance.objectNode().put("approved", true).put("note", "loyal"));
    // end::inbox
    return decided;
  }

  static String refused(HumanTasks inbox, String id, JsonNode outcome) {
    // tag::refused
    try {
      inbox.complete(id, "zoe", Set.of("risk"), outcome);
      return "thank you";
    } catch (HumanTaskException e) {
      return switch (e.code()) {
        case INVALID_OUTCOME -> "look at " + e.violations().get(0).pointer();
        case ALREADY_COMPLETED, CLOSED -> "too late";
        default -> e.getMessage();
      };
    }
    // end::refused
  }
}
