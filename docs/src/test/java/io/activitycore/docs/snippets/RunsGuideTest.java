package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RunsGuideTest {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static ActivityDefinition definition(String id) {
    return Definitions.fromClasspath("guide/definitions").load().orThrow().stream()
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static EventEnvelope request(InProcess process) {
    await().atMost(LONGEST).until(() -> !requests(process).isEmpty());
    return requests(process).get(0);
  }

  private static java.util.List<EventEnvelope> requests(InProcess process) {
    return process.broker().published().stream()
        .filter(event -> event.type().equals("partner.score.wanted"))
        .toList();
  }

  @Test
  void an_async_task_is_asked_for_looked_at_and_answered() {
    byte[] secret = "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    try (InProcess process = new InProcess();
        ActivityCore core =
            RunsGuide.host(process.client(), process.broker(), secret)
                .definitions(Definitions.of(definition("score-customer")))
                .build()) {
      core.start();
      process
          .broker()
          .send(Events.event("evt-1", "crm.customer.added", Events.object().put("id", "c-7")));
      EventEnvelope request = request(process);

      JsonNode progress = RunsGuide.look(core);
      assertThat(progress.path("waiting_for").path("score").asText())
          .isEqualTo("a reply to task partner.score");
      core.publish(RunsGuide.reply(request));
      process.await(core, "evt-1");

      assertThat(core.run("score-customer", "evt-1").orElseThrow().outcome())
          .isEqualTo(RunOutcome.COMPLETED);
      assertThat(
              core.run("score-customer", "evt-1")
                  .orElseThrow()
                  .audit()
                  .path("tasks")
                  .get(1)
                  .path("result")
                  .path("score")
                  .asInt())
          .isEqualTo(42);
    }
  }
}
