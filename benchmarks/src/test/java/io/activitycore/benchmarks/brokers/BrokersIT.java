package io.activitycore.benchmarks.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BrokersIT {

  @ParameterizedTest
  @ValueSource(strings = {"nats", "kafka", "rabbitmq"})
  void every_event_of_both_contenders_is_taken_and_the_ratios_come_out(String broker) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    int exit =
        new CommandLine(new BrokersMain(out))
            .execute(
                broker,
                "--rounds=1",
                "--starts=20",
                "--warm-up-starts=20",
                "--concurrency=4",
                "--unmatched=300",
                "--warm-up=300",
                "--definitions=10,200");

    assertThat(exit).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern(broker + ": 20 events a round, 4 at once")
        .containsPattern("median ratio to bare starts [0-9]+\\.[0-9]{2}")
        .containsPattern("\\| 10 \\| [0-9,]+ \\| [0-9,]+ \\| [0-9]+\\.[0-9]{2} \\|")
        .containsPattern("\\| 200 \\| [0-9,]+ \\| [0-9,]+ \\| [0-9]+\\.[0-9]{2} \\|");
  }
}
