package io.activitycore.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EndToEndBenchmarkIT {

  /** The server says so: the last event of a history. */
  private static final String ENDED = "1 WORKFLOW_EXECUTION_COMPLETED";

  @ParameterizedTest
  @ValueSource(strings = {"one", "sequence", "diamond"})
  void both_contenders_end_and_a_ratio_comes_out(String shape) {
    String report =
        report(
            "--shape",
            shape,
            "--rounds",
            "1",
            "--runs",
            "3",
            "--concurrency",
            "2",
            "--warm-up",
            "2");

    assertThat(report)
        .containsPattern("warm-up, hand-written: [0-9.]+ runs/s")
        .containsPattern("warm-up, activity-core: [0-9.]+ runs/s")
        .containsPattern("median ratio [0-9]+\\.[0-9]{2}")
        .containsPattern("hand-written: \\d+ history events, \\d+ bytes: .*" + ENDED)
        .containsPattern("activity-core: \\d+ history events, \\d+ bytes: .*" + ENDED);
  }

  private static String report(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new CommandLine(new EndToEndBenchmark(out)).execute(arguments)).isZero();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
