package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.Node;
import io.activitycore.spi.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InProcessTemporal.class)
class SourcesTest {

  @Test
  void the_state_of_each_source_is_there_by_name_once_the_core_runs(Bench bench) {
    ActivityCore core =
        bench.built(
            bench.core().task("echo", (input, context) -> input),
            bench.linear("a", Node.task("one", "echo")));
    assertThat(core.sources()).isEmpty();

    core.start();

    assertThat(core.sources()).containsOnlyKeys(bench.broker.source().name());
    assertThat(core.sources().values()).allMatch(SourceState::healthy);
  }
}
