package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static io.activitycore.cli.Cli.run;
import static io.activitycore.cli.Cli.runWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {

  private static final String ORDER = "activities/order-fulfilment.yaml";

  private static Result simulate(String definition, String event, String... options) {
    List<String> args = new ArrayList<>(List.of("simulate", "--definition", file(definition)));
    args.addAll(List.of("--event", file(event)));
    for (int i = 0; i < options.length; i += 2) {
      args.addAll(List.of(options[i], file(options[i + 1])));
    }
    return run(args.toArray(String[]::new));
  }

  @Test
  void theWholeRunIsShown() {
    assertThat(
            simulate(
                ORDER,
                "simulate/order.json",
                "--context",
                "simulate/gold.yaml",
                "--results",
                "simulate/created.yaml"))
        .isEqualTo(new Result(0, golden("simulate.json"), ""));
  }

  @Test
  void aRunThatFailsSaysWhyAndWhatWasUndone() {
    assertThat(
            simulate(
                ORDER,
                "simulate/order.json",
                "--context",
                "simulate/plain.json",
                "--results",
                "simulate/out-of-stock.yaml"))
        .isEqualTo(
            new Result(
                0,
                golden("simulate-failed.json"),
                "FAILED: ship failed: simulated: out of stock\n"));
  }

  @Test
  void anEventThatDoesNotFitSaysWhy() {
    assertThat(simulate(ORDER, "simulate/french-order.json"))
        .isEqualTo(
            new Result(
                0,
                golden("simulate-filtered.json"),
                "FILTERED: payload.country: expected [\"DE\"], got \"FR\"\n"));
    assertThat(simulate("activities/triage-issue.yml", "simulate/order.json").err())
        .isEqualTo("FILTERED: the event's type shop.order.placed is none of the trigger's\n");
  }

  @Test
  void aDefinitionThatIsNotEnabledIsTakenAsIfItWere() {
    Result result = simulate("activities/disabled.yaml", "events/github/issues.opened.json");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("\"decision\": \"STARTED\"");
  }

  @Test
  void aScheduleRunsForATickAtTheEventsTime() {
    assertThat(simulate("simulate/nightly.yaml", "simulate/order.json").out())
        .contains("\"workflow_id\": \"activity-nightly-2026-03-28T09:00:00Z\"")
        .contains("\"kind\": \"schedule\"");
  }

  @Test
  void aDefinitionStartedByHandTakesThePayload() {
    assertThat(simulate("simulate/by-hand.yaml", "simulate/order.json").out())
        .contains("\"workflow_id\": \"activity-by-hand:manual-order-1\"")
        .contains("\"sku\": \"a\"");
  }

  @Test
  void theEventMayComeFromTheInput() {
    Result result =
        runWithInput(
            "{\"items\":[]}",
            "simulate",
            "--definition",
            file("simulate/by-hand.yaml"),
            "--event",
            "-",
            "--type",
            "any");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("\"tasks\": []");
  }

  @Test
  void contextWithoutAValueIsAnError() {
    assertThat(simulate(ORDER, "simulate/order.json"))
        .isEqualTo(
            new Result(
                1,
                "",
                "context entry customer has no value: give one, for its resolver crm.customer is"
                    + " not here\n"));
  }

  @Test
  void resultsThatFitNothingAreAnErrorEach() {
    Result result =
        simulate(
            ORDER,
            "simulate/order.json",
            "--context",
            "simulate/gold.yaml",
            "--results",
            "simulate/wrong-results.yaml");

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .containsExactly(
            "results name gift~compensate, but node gift has no compensation",
            "results name is_gold, but node is_gold is no task",
            "results name nope, but there is no node nope: expected one of create_order, gift,"
                + " is_gold, ship");
  }

  @Test
  void whatIsWrongWithEachFileIsToldAtOnce() {
    Result result =
        simulate(
            "broken/empty.yaml",
            "events/orders.ndjson",
            "--context",
            "simulate/list.yaml",
            "--results",
            "broken/cut.json");

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .containsExactly(
            file("broken/empty.yaml") + ":1: is empty, expected an object",
            file("events/orders.ndjson") + ":2: a second event, expected one in the file",
            file("simulate/list.yaml") + ":1: must be an object, got a list",
            file("broken/cut.json")
                + ":1: /trigger: is not JSON: Unexpected end-of-input: expected close marker for"
                + " Object (start marker at line: 1, column: 26)");
  }
}
