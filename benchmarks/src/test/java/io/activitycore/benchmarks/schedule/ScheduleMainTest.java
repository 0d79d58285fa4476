package io.activitycore.benchmarks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.tick.ScheduleCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ScheduleMainTest {

  @Test
  void every_schedule_is_sound_and_has_its_line() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

    assertThat(new CommandLine(new ScheduleMain(out)).execute("--rounds", "1", "--ticks", "100"))
        .isZero();
    assertThat(ScheduleMain.schedules().values())
        .allSatisfy(trigger -> assertThat(ScheduleCheck.check(trigger)).isEmpty());
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2 + ScheduleMain.schedules().size());
  }
}
