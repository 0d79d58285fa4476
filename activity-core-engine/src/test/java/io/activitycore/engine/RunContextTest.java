package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.ContextResolver;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.internal.CanonicalJson;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.enums.v1.EventType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run knows, and how it gets to know it. */
@ExtendWith(InProcessTemporal.class)
class RunContextTest {

  private static ActivityDefinition greeting(Bench bench) {
    return bench
        .activity("a")
        .context("customer", new ContextEntry("crm", json("{'id': '{{ payload.customer_id }}'}")))
        .rules(
            Rule.always(
                Node.task("first", "noop").input(json("{'to': '{{ customer.name }}'}")).build(),
                Node.task("second", "noop").input(json("'{{ customer }}'")).build()))
        .build();
  }

  private static ActivityCore.Builder core(Bench bench) {
    return bench.core().task("noop", (input, context) -> input);
  }

  @Test
  void context_is_resolved_once_and_kept_with_its_hash(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    bench.started(
        core(bench)
            .resolver(
                "crm",
                input -> {
                  calls.incrementAndGet();
                  return json("{'name': 'Ada', 'id': " + input.get("id") + "}");
                }),
        greeting(bench));

    RunRecord run = bench.run("a", "e-1", "{'customer_id': 7}");

    JsonNode context = json("{'customer': {'name': 'Ada', 'id': 7}}");
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(calls).hasValue(1);
    assertThat(run.audit().at("/tasks/0/input")).isEqualTo(json("{'to': 'Ada'}"));
    assertThat(run.audit().get("context")).isEqualTo(context);
    assertThat(run.audit().get("context_hash").asText()).isEqualTo(CanonicalJson.sha256(context));
    assertThat(run.plan().get("context_hash")).isEqualTo(run.audit().get("context_hash"));
  }

  /** A resolver of records. */
  public static final class Crm {
    /** A name. */
    public record Id(long id) {}

    /** Finds it. */
    @ContextResolver("crm")
    public Map<String, Object> find(Id id) {
      return Map.of("name", "no " + id.id());
    }
  }

  @Test
  void a_resolver_may_be_a_method(Bench bench) {
    bench.started(core(bench).register(new Crm()), greeting(bench));

    RunRecord run = bench.run("a", "e-1", "{'customer_id': 7}");

    assertThat(run.audit().at("/context/customer/name").asText()).isEqualTo("no 7");
  }

  @Test
  void a_failing_resolver_is_asked_again_until_it_answers(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    bench.started(
        core(bench)
            .resolver(
                "crm",
                input -> {
                  if (calls.incrementAndGet() < 3) {
                    throw new java.io.IOException("crm is down");
                  }
                  return json("{'name': 'Ada'}");
                }),
        greeting(bench));

    assertThat(bench.run("a", "e-1", "{'customer_id': 7}").outcome())
        .isEqualTo(RunOutcome.COMPLETED);
    assertThat(calls).hasValue(3);
  }

  @Test
  void a_resolver_that_refuses_for_certain_fails_the_run(Bench bench) {
    bench.started(
        core(bench)
            .resolver(
                "crm",
                input -> {
                  throw new TaskFailedException("no_customer", "there is no customer 7");
                }),
        greeting(bench));

    RunRecord run = bench.run("a", "e-1", "{'customer_id': 7}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText()).isEqualTo("no_customer: there is no customer 7");
    assertThat(bench.published(1)).extracting(EventEnvelope::type).containsExactly("RunFailed");
  }

  @Test
  void an_input_of_a_resolver_that_cannot_be_rendered_fails_the_run(Bench bench) {
    bench.started(core(bench).resolver("crm", input -> input), greeting(bench));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText()).startsWith("expression: context customer: ");
  }

  @Test
  void a_plan_that_is_too_large_fails_the_run_with_the_limit(Bench bench) {
    bench.started(
        core(bench).resolver("crm", input -> TextNode.valueOf("x".repeat(600_000))),
        greeting(bench));

    RunRecord run = bench.run("a", "e-1", "{'customer_id': 7}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText())
        .matches("plan_too_large: the plan is 60\\d{4} bytes, expected at most 524288");
    assertThat(
            bench.history(
                bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
        .isEmpty();
  }
}
