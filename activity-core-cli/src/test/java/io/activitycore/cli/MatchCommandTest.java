package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static io.activitycore.cli.Cli.run;
import static io.activitycore.cli.Cli.runWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchCommandTest {

  private static final String ENVELOPE =
      "{\"event_id\":\"%s\",\"type\":\"t\",\"source\":\"s\","
          + "\"occurred_at\":\"2026-03-28T09:00:00Z\",\"payload\":%s}";

  @TempDir private Path folder = Path.of("");

  private static Result match(String events, String... more) {
    String[] args = {"match", "--definitions", file("activities"), "--events", events};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(all);
  }

  private static String envelope(String id) {
    return ENVELOPE.formatted(id, "{}");
  }

  @Test
  void eachGoodEventIsAnsweredInOrderAndEachBadOneNamed() {
    assertThat(match(file("events")))
        .isEqualTo(new Result(1, golden("match.ndjson"), golden("match.err")));
  }

  @Test
  void goodEventsAloneExitWithZero() {
    Result result = match(file("events/orders.ndjson"));

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(golden("match.ndjson")).contains(line + "\n"));
  }

  @Test
  void rawJsonHasTheTypeOfItsFileUnlessOneIsGiven() {
    String raw = file("events/github/issues.opened.json");

    assertThat(match(raw).out()).contains("\"matched\":[\"triage-issue\"]");
    assertThat(match(raw, "--type", "other").out()).contains("\"matched\":[],\"filtered\":[]");
  }

  @Test
  void theInputIsReadForADash() {
    String[] args = {"match", "--definitions", file("activities"), "--events", "-"};
    String raw = "{\"action\":\"opened\",\"issue\":{\"title\":\"crash\"}}";

    assertThat(runWithInput(envelope("e"), args).out())
        .isEqualTo("{\"event_id\":\"e\",\"matched\":[],\"filtered\":[]}\n");
    assertThat(
            runWithInput(
                    raw,
                    "match",
                    "--definitions",
                    file("activities"),
                    "--events",
                    "-",
                    "--type",
                    "github.issues.opened")
                .out())
        .contains("\"matched\":[\"triage-issue\"]");
  }

  @Test
  void rawJsonFromTheInputNeedsAType() {
    Result result =
        runWithInput("{}", "match", "--definitions", file("activities"), "--events", "-");

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("-:1: an object that is no envelope").hasLineCount(1);
  }

  @Test
  void aWrongDefinitionIsNamedAndTheGoodOnesAreMatched() throws IOException {
    Files.writeString(
        folder.resolve("good.yaml"),
        "{id: good, trigger: {event: {type: t}}, rules: [{tasks: [{id: a, task: b}]}]}");
    Files.writeString(folder.resolve("wrong.yaml"), "id: wrong");

    Result result =
        runWithInput(envelope("e-1"), "match", "--definitions", folder.toString(), "--events", "-");

    assertThat(result.code()).isOne();
    assertThat(result.out()).contains("\"matched\":[\"good\"]");
    assertThat(result.err()).contains("wrong.yaml:1").doesNotContain("good.yaml");
  }

  @Test
  void nothingIsMatchedAgainstWrongDefinitions() {
    Result result = run("match", "--definitions", file("doubled"), "--events", file("events"));

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(golden("validate.txt")).contains(result.err());
    assertThat(result.err()).hasLineCount(4);
  }

  @Test
  void aFolderWithoutEventsIsBad() {
    assertThat(match(folder.toString()))
        .isEqualTo(
            new Result(1, "", folder + ":1: no event here: expected *.json, *.ndjson, *.jsonl\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                  | 1: no event
          [] x                                | 1: more text after the array
          {"event_id":                        | 1: column 13: not JSON
          {"specversion":"1.0"}               | 1: /id, /type, /source: required
          {"specversion":"0.3","id":"1"}      | 1: /specversion:
          {"payload":1,"payload":2}           | 1: column
          {"event_id":"e","payload":1}        | 1: /type, /source, /occurred_at: required
          """)
  void aBadEventIsOneLineWithItsPlace(String content, String reason) {
    Result result =
        runWithInput(content, "match", "--definitions", file("activities"), "--events", "-");

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("-:" + reason).hasLineCount(1);
  }

  @Test
  void aBadElementHidesNoOtherOfItsArray() throws IOException {
    Path file = folder.resolve("array.json");
    Files.writeString(
        file, "[\n" + envelope("a") + ",\n{\"payload\":},\n" + envelope("b") + "\n]\n");

    Result result = match(file.toString());

    assertThat(result.code()).isOne();
    assertThat(result.out().lines()).hasSize(2);
    assertThat(result.err()).startsWith(file + ":3: ").hasLineCount(1);
  }

  @Test
  void bytesThatAreNoTextAreBad() throws IOException {
    Path file = folder.resolve("utf16.json");
    Files.write(file, envelope("a").getBytes(StandardCharsets.UTF_16));

    assertThat(match(file.toString()).err()).startsWith(file + ":1: ").contains("UTF-16");
  }

  @Test
  void aHundredThousandEventsAreAnsweredOneByOne() {
    String events =
        IntStream.range(0, 100_000)
            .mapToObj(i -> envelope("e" + i))
            .collect(Collectors.joining("\n"));

    Result result =
        runWithInput(events, "match", "--definitions", file("activities"), "--events", "-");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).hasSize(100_000);
    assertThat(result.out()).contains("{\"event_id\":\"e99999\",\"matched\":[],\"filtered\":[]}\n");
  }
}
