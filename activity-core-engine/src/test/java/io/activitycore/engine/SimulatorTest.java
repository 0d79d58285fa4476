package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.Trigger;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Simulator SIMULATOR = Simulator.create();

  private static final EventEnvelope ORDER =
      new EventEnvelope(
          "order-1",
          "shop.order.placed",
          "https://shop.example.com",
          Instant.parse("2026-01-31T09:00:00Z"),
          null,
          null,
          null,
          json("{'customer_id': 7, 'items': [{'sku': 'a'}, {'sku': 'b'}, {'sku': 'c'}]}"),
          Map.of());

  private static final ContextEntry CUSTOMER =
      new ContextEntry("crm.customer", json("{'id': '{{ payload.customer_id }}'}"));

  /** The example of the design: an order of a customer who may have a gold card. */
  private static final ActivityDefinition FULFILMENT =
      ActivityDefinition.builder("order-fulfilment")
          .trigger(Trigger.event("shop.order.placed"))
          .context("customer", CUSTOMER)
          .graph(
              new Graph(
                  List.of(
                      Node.task("create_order", "order.create")
                          .input(json("{'order': '{{ payload }}'}"))
                          .compensate(
                              Compensation.of(
                                  "order.cancel", json("{'id': '{{ create_order.id }}'}")))
                          .build(),
                      Node.condition("is_gold", "customer.tier == \"gold\""),
                      Node.task("gift", "gift.add")
                          .input(json("{'order': '{{ create_order.id }}'}"))
                          .build(),
                      Node.task("ship", "order.ship")
                          .input(
                              json(
                                  "{'order': '{{ create_order.id }}',"
                                      + " 'note': 'for {{ customer.name }}'}"))
                          .build()),
                  List.of(
                      Edge.start("create_order"),
                      Edge.of("create_order", "is_gold"),
                      Edge.of("is_gold", "gift", Edge.Type.TRUE_BRANCH),
                      Edge.of("is_gold", "ship", Edge.Type.FALSE_BRANCH),
                      Edge.of("gift", "ship"))))
          .build();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Simulation simulate(
      ActivityDefinition definition, Map<String, JsonNode> context, Map<String, JsonNode> results) {
    return SIMULATOR.simulate(definition, ORDER, context, results);
  }

  @Test
  void theDesignsExampleWithAGoldCustomerGoesByTheGift() {
    Simulation simulation =
        simulate(
            FULFILMENT,
            Map.of("customer", json("{'tier': 'gold', 'name': 'Ann'}")),
            Map.of("create_order", json("{'id': 42}")));

    assertThat(JSON.<JsonNode>valueToTree(simulation))
        .isEqualTo(
            json(
                "{'decision': 'STARTED', 'outcome': 'COMPLETED',"
                    + " 'workflow_id': 'activity-order-fulfilment:order-1',"
                    + " 'order': ['create_order', 'is_gold', 'gift', 'ship'], 'tasks': ["
                    + "{'node': 'create_order', 'task': 'order.create', 'input': {'order': "
                    + ORDER.payload()
                    + "}, 'outcome': 'COMPLETED'},"
                    + "{'node': 'gift', 'task': 'gift.add', 'input': {'order': 42}, 'outcome':"
                    + " 'COMPLETED'},"
                    + "{'node': 'ship', 'task': 'order.ship', 'input': {'order': 42, 'note': 'for"
                    + " Ann'}, 'outcome': 'COMPLETED'}],"
                    + " 'context': {'customer': {'tier': 'gold', 'name': 'Ann'}},"
                    + " 'compensated': []}"));
  }

  @Test
  void aFailureUndoesWhatWasDone() {
    Simulation simulation =
        simulate(
            FULFILMENT,
            Map.of("customer", json("{'tier': 'none', 'name': 'Ann'}")),
            Map.of("create_order", json("{'id': 42}"), "ship", json("{'$fail': 'no stock'}")));

    assertThat(simulation.outcome()).hasToString("FAILED");
    assertThat(simulation.order()).containsExactly("create_order", "is_gold", "ship");
    assertThat(simulation.tasks().get(1).outcome()).hasToString("FAILED");
    assertThat(simulation.compensated()).containsExactly("create_order");
    assertThat(simulation.reason()).isEqualTo("ship failed: simulated: no stock");
  }

  @Test
  void anEventThatDoesNotFitIsFilteredAndNeedsNoContext() {
    Simulation simulation =
        simulate(
            ActivityDefinition.builder("elsewhere")
                .trigger(Trigger.event("shop.order.lost"))
                .context("customer", CUSTOMER)
                .rules(Rule.always(Node.task("a", "b.c").build()))
                .build(),
            Map.of(),
            Map.of());

    assertThat(JSON.<JsonNode>valueToTree(simulation))
        .isEqualTo(
            json(
                "{'decision': 'FILTERED', 'outcome': null,"
                    + " 'workflow_id': 'activity-elsewhere:order-1',"
                    + " 'order': [], 'tasks': [], 'context': {}, 'compensated': []}"));
  }

  @Test
  void contextThatNobodyGivesIsAnError() {
    assertThatThrownBy(() -> simulate(FULFILMENT, Map.of(), Map.of()))
        .isInstanceOf(SimulationException.class)
        .hasMessageContainingAll("customer", "crm.customer");
  }

  @Test
  void aDefinitionThatIsNotSoundIsRefusedWithEveryProblem() {
    ActivityDefinition broken =
        ActivityDefinition.builder("broken")
            .graph(
                new Graph(
                    List.of(Node.task("a", "x.y").input(json("'{{ nobody }}'")).build()),
                    List.of(Edge.start("a"), Edge.of("a", "gone"))))
            .build();

    assertThatThrownBy(() -> simulate(broken, Map.of(), Map.of()))
        .isInstanceOf(SimulationException.class)
        .hasMessageContainingAll("broken/graph/edges/1/to", "broken/graph/nodes/0/input");
  }

  private static final ActivityDefinition RESERVATION =
      ActivityDefinition.builder("reservation")
          .rules(
              Rule.when("payload.customer_id == 7", Node.task("hello", "mail.send").build()),
              Rule.when("payload.customer_id == 8", Node.task("never", "mail.send").build()),
              Rule.forEach(
                  "payload.items",
                  "item",
                  Node.task("reserve", "stock.reserve")
                      .input(json("{'sku': '{{ item.sku }}'}"))
                      .compensate(
                          Compensation.of(
                              "stock.release", json("'{{ item.sku }}/{{ reserve.no }}'")))
                      .build()),
              Rule.always(Node.task("tell", "mail.send").input(json("'{{ reserve }}'")).build()))
          .build();

  @Test
  void rulesAreDoneInListOrderAndTheirConditionsDoNotShow() {
    Simulation simulation =
        simulate(
            RESERVATION, Map.of(), Map.of("reserve", json("[{'no': 1}, {'no': 2}, {'no': 3}]")));

    assertThat(simulation.workflowId()).isEqualTo("activity-reservation:manual-order-1");
    assertThat(simulation.order()).containsExactly("hello", "reserve", "tell");
    assertThat(simulation.tasks().stream().map(Simulation.Task::node))
        .containsExactly("hello", "reserve", "reserve", "reserve", "tell");
    assertThat(simulation.tasks().get(4).input())
        .isEqualTo(json("[{'no': 1}, {'no': 2}, {'no': 3}]"));
  }

  @Test
  void eachCompletedElementIsUndoneOnceInReverseOrder() {
    Simulation simulation =
        simulate(
            RESERVATION,
            Map.of(),
            Map.of(
                "reserve", json("[{'no': 1}, {'$fail': 'none left'}, {'no': 3}]"),
                "reserve~compensate", json("[{'$fail': 'gone'}]")));

    assertThat(simulation.outcome()).hasToString("FAILED");
    assertThat(simulation.tasks().stream().map(task -> task.outcome().name()))
        .containsExactly("COMPLETED", "COMPLETED", "FAILED", "COMPLETED");
    assertThat(simulation.compensated()).containsExactly("reserve");
  }

  @Test
  void aShorterListGivesEmptyResultsAndOneFailureFailsAll() {
    assertThat(
            simulate(RESERVATION, Map.of(), Map.of("reserve", json("[{'no': 1}]")))
                .tasks()
                .get(4)
                .input())
        .isEqualTo(json("[{'no': 1}, {}, {}]"));
    assertThat(
            simulate(RESERVATION, Map.of(), Map.of("reserve", json("{'$fail': 'closed'}")))
                .outcome())
        .hasToString("FAILED");
  }

  @Test
  void resultsMustFitTheDefinition() {
    assertThatThrownBy(() -> simulate(RESERVATION, Map.of(), Map.of("resreve", json("[]"))))
        .isInstanceOf(SimulationException.class)
        .hasMessageContainingAll("resreve", "hello, never, reserve, tell");
    assertThatThrownBy(() -> simulate(RESERVATION, Map.of(), Map.of("reserve", json("{'no': 1}"))))
        .hasMessageContainingAll("reserve", "list");
    assertThatThrownBy(() -> simulate(RESERVATION, Map.of(), Map.of("when#0", json("{}"))))
        .isInstanceOf(SimulationException.class);
    assertThatThrownBy(() -> simulate(RESERVATION, Map.of(), Map.of("tell~compensate", json("{}"))))
        .hasMessageContainingAll("tell", "no compensation");
    assertThatThrownBy(
            () ->
                simulate(FULFILMENT, Map.of("customer", json("{}")), Map.of("is_gold", json("{}"))))
        .hasMessageContainingAll("is_gold", "no task");
    assertThatThrownBy(() -> simulate(RESERVATION, Map.of(), Map.of("tell", json("{'$fail': 1}"))))
        .hasMessageContaining("$fail");
  }

  @Test
  void aScheduleIsSimulatedForTheTimeOfTheEvent() {
    ActivityDefinition nightly =
        ActivityDefinition.builder("nightly")
            .trigger(Trigger.schedule(ScheduleTrigger.cron("0 9 * * *")))
            .rules(
                Rule.always(Node.task("sweep", "db.sweep").input(json("'{{ trigger }}'")).build()))
            .build();

    Simulation simulation = simulate(nightly, Map.of(), Map.of());

    assertThat(simulation.workflowId()).isEqualTo("activity-nightly-2026-01-31T09:00:00Z");
    assertThat(simulation.tasks().get(0).input())
        .isEqualTo(json("{'kind': 'schedule', 'scheduled_for': '2026-01-31T09:00:00Z'}"));
  }
}
