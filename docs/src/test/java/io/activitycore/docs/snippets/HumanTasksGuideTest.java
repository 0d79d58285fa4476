package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Human;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class HumanTasksGuideTest {

  private static final String ID = "activity-refund-approval:evt-1/approve";

  private static Human human() {
    ActivityDefinition definition =
        Definitions.fromClasspath("guide/definitions").load().orThrow().stream()
            .filter(known -> known.id().equals("refund-approval"))
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(
        Objects.requireNonNull(definition.graph()).nodes().get(0).human());
  }

  /** As a run that asks would. */
  private static void ask(Store store, Human human) {
    String tenant = RunKey.DEFAULT_TENANT;
    Wait wait =
        new Wait(
            ID, Wait.Kind.HUMAN, tenant, "w", "approve", Instant.EPOCH, null, null, null, null);
    HumanTask task =
        new HumanTask(
            ID,
            tenant,
            "refund-approval",
            "w",
            "approve",
            human.assignees(),
            human.groups(),
            human.form(),
            2,
            Instant.EPOCH,
            null,
            HumanTask.Status.OPEN,
            null,
            null,
            null,
            1);
    RunKey key = new RunKey(tenant, "refund-approval", "evt-1");
    assertThat(
            store
                .runs()
                .journal(
                    List.of(
                        new Journal(
                            key,
                            "run",
                            1,
                            List.of(),
                            List.of(wait),
                            List.of(task),
                            List.of(),
                            List.of()))))
        .hasSize(1);
  }

  @Test
  void the_node_in_java_is_that_of_the_file() {
    JsonNode form = Objects.requireNonNull(human().form());

    assertThat(HumanTasksGuide.inJava(form).withPriority(2)).isEqualTo(human());
  }

  @Test
  void the_inbox_decides_once_and_says_what_is_wrong() {
    Store store = InMemoryStore.create();
    try (InProcess process = new InProcess();
        ActivityCore core =
            ActivityCore.builder(process.client())
                .definitions(
                    Definitions.of(
                        ActivityDefinition.builder("any")
                            .trigger(Trigger.byHand())
                            .rules(Rule.always(Node.task("one", "noop").build()))
                            .build()))
                .store(store)
                .build()) {
      ask(store, human());

      assertThat(
              HumanTasksGuide.refused(
                  core.humanTasks(), ID, Events.object().put("approved", "yes")))
          .isEqualTo("look at /approved");
      assertThat(HumanTasksGuide.decide(core).completedBy()).isEqualTo("zoe");
      assertThat(
              HumanTasksGuide.refused(
                  core.humanTasks(), ID, Events.object().put("approved", false)))
          .isEqualTo("too late");
    }
  }
}
