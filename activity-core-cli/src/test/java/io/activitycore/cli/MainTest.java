package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | activity: Missing required subcommand
          valdate                                   | activity: Unmatched argument at index 0: 'valdate'
          --nope                                    | activity: Unknown option: '--nope'
          validate                                  | activity validate: Missing required parameter: 'PATH'
          validate --json                           | activity validate: Missing required parameter: 'PATH'
          validate --nope pom.xml                   | activity validate: Unknown option: '--nope'
          validate pom.xml absent                   | activity validate: no such file or folder: absent
          match --events pom.xml                    | activity match: Missing required option: '--definitions=PATH'
          match --definitions absent --events -     | activity match: no such file or folder: absent
          match --definitions pom.xml --events no   | activity match: no such file or folder: no
          match --definitions a --events b c        | activity match: Unmatched argument at index 5: 'c'
          simulate --event pom.xml                  | activity simulate: Missing required option: '--definition=FILE'
          simulate --definition src --event pom.xml | activity simulate: --definition: is a folder, expected a file: src
          simulate --definition pom.xml --event no  | activity simulate: --event: no such file: no
          graph                                     | activity graph: Missing required parameter: 'FILE'
          graph absent                              | activity graph: no such file or folder: absent
          graph src                                 | activity graph: is a folder, expected a file: src
          graph pom.xml --format png                | activity graph: --format: expected mermaid, got png
          """)
  void aWrongCommandLineExitsWithTwo(String line, String reason) {
    Result result = run(line.isEmpty() ? new String[0] : line.split(" +"));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith(reason + "\n").contains(" --help'.").doesNotContain("\tat");
  }

  @Test
  void anEmptyTypeIsAWrongCommandLine() {
    assertThat(
            run("match", "--definitions", "pom.xml", "--events", "pom.xml", "--type", " ").code())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "validate", "match", "simulate", "graph", "apply", "export"})
  void helpIsPrintedOnTheOutput(String command) {
    Result result = command.isEmpty() ? run("--help") : run(command, "--help");

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(golden("help" + (command.isEmpty() ? "" : "-") + command + ".txt"));
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(run("--version").out()).startsWith("activity ");
  }

  @Test
  void anUnexpectedErrorIsOneLine() {
    String[] args = {"match", "--definitions", file("activities"), "--events", "-"};

    assertThat(Cli.runWith(new Faulty(), args))
        .isEqualTo(
            new Result(
                70, "", "activity: unexpected error: java.lang.IllegalStateException: a fault\n"));
  }

  @Test
  void itsTraceIsShownWhenAskedFor() {
    Result result =
        Cli.runWith(
            new Faulty(),
            "match",
            "--verbose",
            "--definitions",
            file("activities"),
            "--events",
            "-");

    assertThat(result.code()).isEqualTo(70);
    assertThat(result.err()).contains("\tat io.activitycore.cli.");
  }

  @Test
  void aClosedPipeEndsQuietly() {
    assertThat(Cli.runInto(new Closed("Broken pipe"), "validate", file("broken")))
        .isEqualTo(new Result(141, "", ""));
    assertThat(Cli.runInto(new Closed("Broken pipe"), "--help").code()).isEqualTo(141);
  }

  @Test
  void anOutputThatCannotBeWrittenIsAnError() {
    assertThat(Cli.runInto(new Closed("No space left on device"), "validate", file("broken")))
        .isEqualTo(
            new Result(70, "", "activity: cannot write the output: No space left on device\n"));
  }

  private static final class Faulty extends InputStream {
    @Override
    public int read() {
      throw new IllegalStateException("a fault\nwith two lines");
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      return read();
    }
  }

  private static final class Closed extends OutputStream {
    private final String reason;

    Closed(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }
}
