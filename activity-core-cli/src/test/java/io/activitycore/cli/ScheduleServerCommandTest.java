package io.activitycore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import org.junit.jupiter.api.Test;

/** What needs no server; the rest is the facade's. */
class ScheduleServerCommandTest {

  @Test
  void a_server_that_does_not_answer_is_said_in_one_line() {
    Result result = Cli.run("schedule", "list", "--address", "127.0.0.1:1");

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("activity: schedules were not listed").hasLineCount(1);
  }

  @Test
  void a_wrong_instant_is_a_wrong_command_line() {
    Result result =
        Cli.run("schedule", "backfill", "a", "--from", "today", "--to", "2026-03-28T09:00:00Z");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("--from is 'today', expected an instant");
  }

  @Test
  void half_a_set_of_definitions_is_never_synced() {
    Result result =
        Cli.run(
            "schedule",
            "sync",
            "--address",
            "127.0.0.1:1",
            "--definitions",
            Cli.file("activities"),
            "--definitions",
            Cli.file("broken"));

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("broken");
  }
}
