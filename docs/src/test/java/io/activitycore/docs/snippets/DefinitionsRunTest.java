package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The guide's definitions, run. */
final class DefinitionsRunTest {

  private static ActivityDefinition definition(String id) {
    return Definitions.fromClasspath("guide/definitions").load().orThrow().stream()
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static ActivityCore core(
      InProcess process, String id, Map<String, ObjectNode> results, String failing) {
    ActivityCore.Builder builder =
        ActivityCore.builder(process.client())
            .definitions(Definitions.of(definition(id)))
            .store(InMemoryStore.create())
            .broker(process.broker())
            .register(new CrmContext());
    results.forEach(
        (type, result) ->
            builder.task(
                type,
                (input, context) -> {
                  if (type.equals(failing)) {
                    throw new TaskFailedException("declined", "no");
                  }
                  return result;
                }));
    return builder.build();
  }

  private static JsonNode audit(RunRecord run) {
    return Objects.requireNonNull(run.audit());
  }

  private static List<String> order(RunRecord run) {
    return texts(audit(run).path("order"));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static RunRecord byHand(
      InProcess process, ActivityCore core, String id, ObjectNode payload) {
    core.start();
    core.trigger(id, "1", payload);
    process.await(core, "manual-1");
    return core.run(id, "manual-1").orElseThrow();
  }

  @Test
  void the_graph_gives_a_gold_customer_a_gift() {
    Map<String, ObjectNode> tasks =
        Map.of(
            "order.create", Events.object().put("id", 42),
            "order.cancel", Events.object(),
            "gift.add", Events.object(),
            "order.ship", Events.object());
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "order-graph", tasks, "order.ship")) {
      core.start();
      process
          .broker()
          .send(
              Events.event(
                  "evt-1",
                  "shop.order.placed",
                  Events.object().put("country", "DE").put("total", 5).put("customer_id", "c-1")));
      process.await(core, "evt-1");

      RunRecord run = core.run("order-graph", "evt-1").orElseThrow();
      assertThat(order(run)).containsExactly("create_order", "is_gold", "gift", "ship");
      assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(audit(run).at("/compensations/0/task").asText()).isEqualTo("order.cancel");
    }
  }

  @Test
  void rules_are_done_in_list_order() {
    Map<String, ObjectNode> tasks =
        Map.of(
            "stock.reserve", Events.object(),
            "risk.score", Events.object().put("value", 7),
            "mail.send", Events.object(),
            "billing.charge", Events.object());
    ObjectNode payload = Events.object().put("total", 2000);
    payload.putArray("items").addObject().put("sku", "lamp");
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "order-rules", tasks, "")) {
      core.start();
      process.broker().send(Events.event("evt-1", "shop.order.placed", payload));
      process.await(core, "evt-1");

      RunRecord run = core.run("order-rules", "evt-1").orElseThrow();
      assertThat(order(run)).containsExactly("reserve", "score", "report", "charge");
      assertThat(audit(run).at("/tasks/2/input/text").asText()).isEqualTo("scored 7");
    }
  }

  @Test
  void every_kind_that_the_guide_shows_runs() {
    ObjectNode payload = Events.object().put("order", "4711");
    payload.putArray("items").addObject().put("sku", "lamp");
    try (InProcess process = new InProcess();
        ActivityCore core =
            core(process, "kinds", Map.of("parcel.pack", Events.object().put("no", 1)), "")) {
      RunRecord run = byHand(process, core, "kinds", payload);

      assertThat(order(run)).containsExactly("sizes", "any", "pause", "pack", "tell");
      assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(audit(run).at("/emitted/0/payload/parcels/0/no").asInt()).isEqualTo(1);
    }
  }

  @Test
  void an_empty_order_ends_as_failed() {
    ObjectNode payload = Events.object().put("order", "4711");
    payload.putArray("items");
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "kinds", Map.of("parcel.pack", Events.object()), "")) {
      RunRecord run = byHand(process, core, "kinds", payload);

      assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(audit(run).path("reason").asText()).isEqualTo("order 4711 has no items");
    }
  }

  @Test
  void a_routed_error_does_not_fail_the_run() {
    Map<String, ObjectNode> tasks =
        Map.of(
            "stock.reserve", Events.object(),
            "stock.release", Events.object(),
            "billing.charge", Events.object(),
            "mail.send", Events.object(),
            "order.ship", Events.object(),
            "audit.write", Events.object());
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "on-error", tasks, "billing.charge")) {
      RunRecord run = byHand(process, core, "on-error", Events.object());

      assertThat(order(run)).containsExactly("reserve", "charge", "remind");
      assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(audit(run).at("/tasks/2/input/text").asText()).isEqualTo("Not paid: no");
    }
  }

  @Test
  void a_failure_follows_always_and_compensates() {
    Map<String, ObjectNode> tasks =
        Map.of(
            "stock.reserve", Events.object(),
            "stock.release", Events.object(),
            "billing.charge", Events.object(),
            "mail.send", Events.object(),
            "order.ship", Events.object(),
            "audit.write", Events.object());
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "on-error", tasks, "order.ship")) {
      RunRecord run = byHand(process, core, "on-error", Events.object());

      assertThat(order(run)).containsExactly("reserve", "charge", "ship", "log");
      assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(audit(run).at("/compensations/0/task").asText()).isEqualTo("stock.release");
    }
  }

  @Test
  void templates_give_the_values_of_the_guide() {
    ObjectNode payload = Events.object().put("total", 250);
    payload.putObject("customer").put("id", "c-1");
    try (InProcess process = new InProcess();
        ActivityCore core = core(process, "names", Map.of(), "")) {
      RunRecord run = byHand(process, core, "names", payload);

      assertThat(audit(run).at("/emitted/0/payload").toString())
          .isEqualTo(
              "{'number':250,'text':'total 250','object':{'id':'c-1'},"
                  .concat("'json':'customer {\\'id\\':\\'c-1\\'}','mixed':250.5,'asked':'none'}")
                  .replace('\'', '"'));
    }
  }
}
