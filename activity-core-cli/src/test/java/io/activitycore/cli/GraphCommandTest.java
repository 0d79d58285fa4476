package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import org.junit.jupiter.api.Test;

class GraphCommandTest {

  @Test
  void aGraphIsAFlowchart() {
    Result expected = new Result(0, golden("graph.mmd"), "");

    assertThat(run("graph", file("activities/order-fulfilment.yaml"), "--format", "mermaid"))
        .isEqualTo(expected);
    assertThat(run("graph", file("activities/order-fulfilment.yaml"))).isEqualTo(expected);
  }

  @Test
  void everyKindOfNodeAndEdgeHasItsForm() {
    assertThat(run("graph", file("graph/kinds.yaml")))
        .isEqualTo(new Result(0, golden("graph-kinds.mmd"), ""));
  }

  @Test
  void rulesAreTheGraphTheyCompileTo() {
    assertThat(run("graph", file("graph/rules.yaml")))
        .isEqualTo(new Result(0, golden("graph-rules.mmd"), ""));
  }

  @Test
  void noTextEndsALabel() {
    Result result = run("graph", file("graph/hostile.yaml"));

    assertThat(result).isEqualTo(new Result(0, golden("graph-hostile.mmd"), ""));
    assertThat(result.out().lines().filter(line -> line.contains("\"")))
        .allMatch(line -> line.chars().filter(c -> c == '"').count() == 2)
        .noneMatch(line -> line.contains("%%") || line.contains("`"));
  }

  @Test
  void aWrongDefinitionIsNotDrawn() {
    Result result = run("graph", file("broken/meaning.yaml"));

    assertThat(result.code()).isOne();
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .hasSize(4)
        .contains(file("broken/meaning.yaml") + ":15: /graph/edges/2/to: there is no node nowhere");
  }
}
