package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class GettingStartedTest {

  private static final Clock NINE =
      Clock.fixed(Instant.parse("2026-03-28T09:00:00Z"), ZoneOffset.UTC);

  private static ActivityCore.Builder builder(InProcess process) {
    return ActivityCore.builder(process.client())
        .store(InMemoryStore.create())
        .broker(process.broker())
        .clock(NINE);
  }

  @Test
  void a_published_event_is_explained_as_the_guide_prints_it() {
    try (InProcess process = new InProcess();
        ActivityCore core =
            builder(process)
                .definitions(Definitions.of(GettingStarted.inJava()))
                .register(new ShopTasks(new Payments()))
                .build()) {
      core.start();
      GettingStarted.publish(core, Events.object().put("total", 250));
      process.await(core, "evt-1");
      GettingStarted.publish(core, Events.object().put("total", 250));
      process.await(core, "evt-1");

      assertThat(core.explain("evt-1")).hasToString(Texts.resource("guide/explain.txt"));
      assertThat(core.isHealthy()).isTrue();
    }
  }

  @Test
  void a_run_started_by_hand_is_single_under_its_key() {
    Payments payments = new Payments();
    try (InProcess process = new InProcess();
        ActivityCore core =
            builder(process)
                .definitions(Definitions.fromClasspath("activities"))
                .register(new ShopTasks(payments))
                .build()) {
      core.start();
      var payload = Events.object().put("total", 5);
      // By hand there is no event, so the input's {{ event.subject }} has nothing to read.
      Decision first = GettingStarted.trigger(core, payload);
      Decision second = GettingStarted.trigger(core, payload);

      assertThat(first.kind()).isEqualTo(Decision.Kind.STARTED);
      assertThat(first.workflowId()).isEqualTo("activity-charge-order:manual-late-order-4711");
      assertThat(second.kind()).isEqualTo(Decision.Kind.DUPLICATE);
      process.await(core, "manual-late-order-4711");
      assertThat(core.run("charge-order", "manual-late-order-4711").orElseThrow().outcome())
          .isEqualTo(RunOutcome.FAILED);
    }
  }

  @Test
  void an_annotated_handler_is_a_definition() {
    Thanks thanks = new Thanks();
    try (InProcess process = new InProcess();
        ActivityCore core =
            GettingStarted.withAnnotation(process.client(), process.broker(), thanks)) {
      core.start();
      process
          .broker()
          .send(
              Events.event(
                  "evt-1",
                  "shop.order.placed",
                  Events.object().put("mail", "ada@example.com").put("total", 2000)));
      process.await(core, "evt-1");

      assertThat(thanks.sent()).containsExactly("ada@example.com activity-mail.thanks:evt-1/task");
    }
  }

  @Test
  void a_handler_can_be_a_function() {
    List<String> ran = new CopyOnWriteArrayList<>();
    try (InProcess process = new InProcess();
        ActivityCore core =
            GettingStarted.withFunctions(
                process.client(), process.broker(), Definitions.of(GettingStarted.inJava()), ran)) {
      core.start();
      process.broker().send(Events.order("evt-1", 250));
      process.await(core, "evt-1");

      assertThat(ran).containsExactly("order/4711");
    }
  }

  @Test
  void a_container_makes_the_handlers() {
    Payments payments = new Payments();
    try (InProcess process = new InProcess();
        ActivityCore core =
            GettingStarted.withContainer(
                process.client(), process.broker(), new Container(payments))) {
      core.start();
      process.broker().send(Events.order("evt-1", 250));
      process.await(core, "evt-1");

      assertThat(payments.keys()).hasSize(1);
    }
  }

  @Test
  void a_host_with_workers_of_its_own_attaches() {
    Payments payments = new Payments();
    try (InProcess process = new InProcess()) {
      WorkerFactory factory;
      try (ActivityCore core =
          builder(process)
              .definitions(Definitions.fromClasspath("activities"))
              .register(new ShopTasks(payments))
              .build()) {
        factory = GettingStarted.attached(process.client(), core);
        process.broker().send(Events.order("evt-1", 250));
        process.await(core, "evt-1");
      }
      factory.shutdown();
      assertThat(payments.keys()).hasSize(1);
    }
  }

  @Test
  void clients_and_brokers_connect_when_they_are_used() {
    assertThat(GettingStarted.client("127.0.0.1:1")).isNotNull();
    assertThat(GettingStarted.broker("nats://127.0.0.1:1").source().name()).startsWith("nats");
  }
}
