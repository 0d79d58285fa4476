package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.OnEvent;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.InstanceFactory;
import io.activitycore.spi.RunStore.RunRecord;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a host's code becomes handlers. */
@ExtendWith(InProcessTemporal.class)
class RegisteredHandlersTest {

  /** A handler with its trigger. */
  public static final class Welcome {
    private final String greeting;

    /** Without a greeting. */
    public Welcome() {
      this("hello");
    }

    Welcome(String greeting) {
      this.greeting = greeting;
    }

    /** Greets. */
    @OnEvent(value = "user.created", where = "payload.age >= 18", id = "welcome")
    @TaskHandler("welcome.send")
    public Map<String, String> greet(Map<String, Object> user) {
      return Map.of("text", greeting + " " + user.get("name"));
    }
  }

  private static EventEnvelope user(String eventId, int age) {
    return new EventEnvelope(
        eventId,
        "user.created",
        "test",
        Instant.EPOCH,
        null,
        null,
        null,
        json("{'name': 'Ada', 'age': " + age + "}"),
        Map.of());
  }

  @Test
  void a_handler_with_on_event_needs_no_definition(Bench bench) {
    ActivityCore core = bench.started(bench.core().register(new Welcome()));

    bench.broker.send(user("on-event-adult", 30));
    bench.broker.send(user("on-event-child", 3));
    bench.broker.awaitSettled(Bench.LONGEST);

    bench.closed("activity-welcome:on-event-adult");
    RunRecord run = core.run("welcome", "on-event-adult").orElseThrow();
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().at("/tasks/0/result/text").asText()).isEqualTo("hello Ada");
    assertThat(core.explain("on-event-child").decisions())
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.kind()).isEqualTo(Decision.Kind.FILTERED);
              assertThat(decision.reason()).startsWith("where: expected \"payload.age >= 18\"");
            });
  }

  @Test
  void a_registered_class_comes_from_the_factory_wherever_that_stands(Bench bench) {
    InstanceFactory factory =
        new InstanceFactory() {
          @Override
          public <T> T instance(Class<T> type) {
            return type.cast(new Welcome("welcome"));
          }
        };
    ActivityCore core = bench.started(bench.core().register(Welcome.class).instances(factory));

    bench.broker.send(user("factory", 30));
    bench.broker.awaitSettled(Bench.LONGEST);
    bench.closed("activity-welcome:factory");

    assertThat(
            core.run("welcome", "factory")
                .orElseThrow()
                .audit()
                .at("/tasks/0/result/text")
                .asText())
        .isEqualTo("welcome Ada");
  }

  @Test
  void two_handlers_of_one_name_or_none_are_refused(Bench bench) {
    assertThatThrownBy(
            () ->
                bench
                    .core()
                    .task("welcome.send", (input, context) -> input)
                    .register(new Welcome())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two handlers for welcome.send");
    assertThatThrownBy(() -> bench.core().register("no handler").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String has no public method");
  }
}
