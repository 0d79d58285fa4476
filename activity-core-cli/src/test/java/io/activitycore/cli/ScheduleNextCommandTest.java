package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleNextCommandTest {

  private static Result next(String... options) {
    List<String> line = new ArrayList<>(List.of("schedule", "next"));
    line.addAll(List.of(options));
    return run(line.toArray(String[]::new));
  }

  @Test
  void aTickIsALineWithWhatTheClockDid() {
    assertThat(
            next(
                "--cron",
                "30 2 * * *",
                "--timezone",
                "America/New_York",
                "--from",
                "2026-03-07T00:00:00Z",
                "--count",
                "3"))
        .isEqualTo(
            new Result(
                0,
                """
                2026-03-07T07:30:00Z 2026-03-07T02:30:00-05:00
                2026-03-09T06:30:00Z 2026-03-09T02:30:00-04:00 [clock from -05:00 to -04:00] [does not exist: 2026-03-08T02:30:00]
                2026-03-10T06:30:00Z 2026-03-10T02:30:00-04:00
                """,
                ""));
  }

  @Test
  void anHourThatComesTwiceIsMarked() {
    assertThat(
            next(
                    "--cron",
                    "30 1 * * *",
                    "--timezone",
                    "America/New_York",
                    "--from",
                    "2026-11-01T00:00:00Z",
                    "--to",
                    "2026-11-01T06:30:00Z")
                .out())
        .isEqualTo(
            """
            2026-11-01T05:30:00Z 2026-11-01T01:30:00-04:00 [first of two]
            2026-11-01T06:30:00Z 2026-11-01T01:30:00-05:00 [clock from -04:00 to -05:00] [second of two]
            """);
  }

  @Test
  void withAnOutageEveryTickHasItsOutcomeAndTheSumIsTheLastLine() {
    assertThat(
            next(
                "--definition",
                file("schedule/weekdays.yaml"),
                "--from",
                "2026-07-29T00:00:00Z",
                "--count",
                "4",
                "--outage",
                "2026-07-30T00:00:00Z/2026-07-31T12:00:00Z"))
        .isEqualTo(
            new Result(
                0,
                """
                2026-07-29T07:00:00Z 2026-07-29T09:00:00+02:00 RUN
                2026-07-30T07:00:00Z 2026-07-30T09:00:00+02:00 RUN [covers after 2026-07-29T07:00:00Z up to 2026-07-31T07:00:00Z]
                2026-07-31T07:00:00Z 2026-07-31T09:00:00+02:00 COVERED
                2026-09-01T07:00:00Z 2026-09-01T09:00:00+02:00 RUN
                due 4 = 3 RUN + 0 SKIPPED + 1 COVERED + 0 BUFFERED + 0 DROPPED + 0 MISSED
                """,
                "jitter PT5M: the server delays each tick by up to this; these are the times before"
                    + " it\n"));
  }

  @Test
  void jsonIsOneObjectALine() {
    assertThat(
            next(
                    "--cron",
                    "@hourly",
                    "--from",
                    "2026-03-01T00:00:00Z",
                    "--to",
                    "2026-03-01T02:00:00Z",
                    "--paused",
                    "2026-03-01T00:30:00Z/2026-03-01T01:30:00Z",
                    "--json")
                .out())
        .isEqualTo(
            """
            {"scheduled_for":"2026-03-01T01:00:00Z","local":"2026-03-01T01:00:00+00:00","repeat":0,"offset_before":null,"left_out":[],"outcome":"RUN","window":null}
            {"scheduled_for":"2026-03-01T02:00:00Z","local":"2026-03-01T02:00:00+00:00","repeat":0,"offset_before":null,"left_out":[],"outcome":"RUN","window":null}
            {"due":2,"RUN":2,"SKIPPED":0,"COVERED":0,"BUFFERED":0,"DROPPED":0,"MISSED":0}
            """);
  }

  @Test
  void thatThereIsNoTickIsSaid() {
    assertThat(
            next(
                "--cron",
                "@yearly",
                "--from",
                "2026-03-01T00:00:00Z",
                "--to",
                "2026-04-01T00:00:00Z"))
        .isEqualTo(
            new Result(0, "", "no tick after 2026-03-01T00:00:00Z up to 2026-04-01T00:00:00Z\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          --from 2026-03-01T00:00:00Z                                 | expected either --cron or --definition
          --cron @daily                                               | Missing required option: '--from=TIME'
          --cron @daily --from now                                    | --from: expected a time with a zone
          --cron @reboot --from 2026-03-01T00:00:00Z                  | --cron: @reboot is no time
          --cron @daily --timezone X --from 2026-03-01T00:00:00Z      | --timezone: must be an IANA time zone
          --cron @daily --misfire X --from 2026-03-01T00:00:00Z       | --misfire: must be one of skip, catchup, compress
          --cron @daily --catchup-window 5s --from 2026-03-01T00:00:00Z | --catchup-window: must be at least 10s
          --cron @daily --count 0 --from 2026-03-01T00:00:00Z         | --count: expected 1 or more
          --cron @daily --count 1 --to 2026-03-01T00:00:00Z --from 2026-03-01T00:00:00Z | expected --to or --count, not both
          --cron @daily --outage 2026-03-01T00:00:00Z --from 2026-03-01T00:00:00Z | --outage: expected two times with a / between
          --cron @daily --paused 2026-03-01T00:00:00Z/2026-03-01T00:00:00Z --from 2026-03-01T00:00:00Z | --paused: ends before it begins
          --definition absent --from 2026-03-01T00:00:00Z             | --definition: no such file: absent
          --definition src --timezone UTC --from 2026-03-01T00:00:00Z | --timezone goes with --cron
          """)
  void aWrongCommandLineExitsWithTwo(String options, String reason) {
    Result result = next(options.split(" ", -1));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("activity schedule next: " + reason);
  }

  @Test
  void aDefinitionThatIsWrongOrHasNoScheduleExitsWithOne() {
    Result result =
        next(
            "--definition",
            file("activities/order-fulfilment.yaml"),
            "--from",
            "2026-03-01T00:00:00Z");

    assertThat(result.code()).isOne();
    assertThat(result.err())
        .isEqualTo(file("activities/order-fulfilment.yaml") + ": /trigger: has no schedule\n");
  }

  @Test
  void helpIsPrintedOnTheOutput() {
    assertThat(next("--help")).isEqualTo(new Result(0, Cli.golden("help-schedule-next.txt"), ""));
  }
}
