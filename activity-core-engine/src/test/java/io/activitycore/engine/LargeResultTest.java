package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Node;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.PayloadStore;
import io.activitycore.spi.RunStore.RunRecord;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results that are too large for a history. */
@ExtendWith(InProcessTemporal.class)
class LargeResultTest {

  private static final int LARGE_BYTES = 2_011;

  /** Payloads in a map. */
  private static final class Payloads implements PayloadStore {
    final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public String put(String tenant, byte[] content) {
      String reference = tenant + "-" + kept.size();
      kept.put(reference, content);
      return reference;
    }

    @Override
    public byte[] get(String tenant, String reference) {
      byte[] content = kept.get(reference);
      if (content == null) {
        throw new NoSuchElementException(reference);
      }
      return content;
    }
  }

  private static ActivityCore.Builder core(Bench bench) {
    return bench
        .core()
        .largestResult(1_000)
        .task("large", (input, context) -> json("{'text': '" + "x".repeat(2_000) + "'}"))
        .task(
            "length",
            (input, context) ->
                json("{'length': " + input.path("all").path("text").asText().length() + "}"));
  }

  @Test
  void a_result_over_the_limit_fails_its_task_for_good(Bench bench) {
    bench.started(core(bench), bench.linear("a", Node.task("one", "large")));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().path("reason").asText())
        .isEqualTo(
            "one failed: result_too_large: large: its result is 2011 bytes, expected at most 1000;"
                + " a payload store would keep it by reference");
  }

  @Test
  void a_nodes_own_limit_comes_before_the_hosts(Bench bench) {
    bench.started(
        core(bench), bench.linear("a", Node.task("one", "large").resultLimit(LARGE_BYTES)));

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_task_that_gave_too_much_did_its_work_and_is_compensated(Bench bench) {
    bench.started(
        core(bench),
        bench.linear(
            "a",
            Node.task("one", "large")
                .resultLimit(LARGE_BYTES - 1)
                .compensate(new Compensation("length", null, null, null, null))));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().at("/compensations/0/node").asText()).isEqualTo("one");
  }

  @Test
  void a_payload_store_keeps_it_and_gives_it_to_the_task_that_takes_it(Bench bench) {
    Payloads payloads = new Payloads();
    bench.started(
        core(bench).payloadStore(payloads),
        bench.linear(
            "a",
            Node.task("one", "large"),
            Node.task("two", "length").input(json("{'all': '{{ one }}'}"))));

    RunRecord run = bench.run("a", "e-1", "{}");

    JsonNode tasks = run.audit().path("tasks");
    assertThat(tasks.get(0).path("result")).isEqualTo(json("{'$ref': 'default-0', 'bytes': 2011}"));
    assertThat(tasks.get(1).path("result")).isEqualTo(json("{'length': 2000}"));
    assertThat(payloads.kept).hasSize(1);
  }
}
