package io.activitycore.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {Drawn.CHAIN, Drawn.DIAMOND})
  void a_walk_asks_for_every_task_once(String shape) {
    GraphBenchmark benchmark = new GraphBenchmark();
    benchmark.shape = shape;
    benchmark.nodes = 100;
    benchmark.prepare();

    assertThat(benchmark.walk()).isEqualTo(100);
  }
}
