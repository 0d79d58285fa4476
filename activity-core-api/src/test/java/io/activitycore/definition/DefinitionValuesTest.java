package io.activitycore.definition;

import static io.activitycore.definition.DefinitionReaderTest.node;
import static io.activitycore.definition.DefinitionReaderTest.problems;
import static io.activitycore.definition.DefinitionReaderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefinitionValuesTest {
  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "3d, PT72H",
    "P7D, PT168H",
    "PT1H30M, PT1H30M",
    "P1DT12H, PT36H",
    "PT0.5S, PT0.5S"
  })
  void reads_durations(String text, Duration expected) {
    ActivityDefinition definition =
        read(node("task: t, timeouts: {start_to_close: " + text + "}")).orThrow();
    Timeouts timeouts =
        Objects.requireNonNull(
            Objects.requireNonNull(definition.graph()).nodes().get(0).timeouts());
    assertThat(timeouts.startToClose()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1h30m",
        "500ms",
        "-5s",
        "5",
        "5 s",
        "1w",
        "P1Y",
        "P1M",
        "P1W",
        "PT",
        "P",
        "pt5s",
        "''",
        "PT-5S",
        "99999999999d",
        "0s",
        "PT0S",
        "999999999d"
      })
  void refuses_what_is_no_duration(String text) {
    assertThat(problems(node("task: t, timeouts: {heartbeat: " + text + "}")))
        .singleElement()
        .asString()
        .startsWith("4 /graph/nodes/0/timeouts/heartbeat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000000", "1.5", "'3'", "true", "1e400"})
  void refuses_what_is_no_integer(String text) {
    assertThat(problems(node("task: t, retry: {maximum_attempts: " + text + "}")))
        .singleElement()
        .asString()
        .startsWith("4 /graph/nodes/0");
  }

  @Test
  void takes_a_whole_number_with_a_point_for_an_integer() {
    assertThat(read(node("task: t, retry: {maximum_attempts: 5.0}")).problems()).isEmpty();
  }
}
