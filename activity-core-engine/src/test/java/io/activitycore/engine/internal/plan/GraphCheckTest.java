package io.activitycore.engine.internal.plan;

import static io.activitycore.engine.internal.plan.Checked.check;
import static org.assertj.core.api.Assertions.STRING;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.InvalidModelException;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCheckTest {

  /** Tasks a, b, c with the given edges in flow style. */
  private static List<String> checkEdges(String edges) {
    return check(
        """
        trigger: { manual: {} }
        graph:
          nodes:
            - { id: a, task: t }
            - { id: b, task: t }
            - { id: c, condition: "true" }
            - { id: d, task: t }
          edges: [%s]
        """
            .formatted(edges));
  }

  private static final String SOUND =
      "{to: a, type: start}, {from: a, to: b}, {from: b, to: c},"
          + " {from: c, to: d, type: true_branch}";

  @Test
  void a_sound_graph_has_no_problem() {
    assertThat(checkEdges(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from: a, to: gone}                    | /graph/edges/4/to unknown_node: there is no node"
            + " gone",
        "{from: gone, to: a}                    | /graph/edges/4/from unknown_node: there is no"
            + " node gone",
        "{from: a, to: b}                       | /graph/edges/4 duplicate_edge: is there already:"
            + " a -> b",
        "{from: b, to: a}                       | /graph/edges/4 cycle: closes a cycle: a -> b ->"
            + " a",
        "{from: d, to: a, type: always}         | /graph/edges/4 cycle: closes a cycle: a -> b -> c"
            + " -> d -> a",
        "{from: b, to: b, type: parallel}       | /graph/edges/4 cycle: closes a cycle: b -> b",
        "{from: a, to: d, type: false_branch}   | /graph/edges/4/type branch: leaves a, which is no"
            + " condition: only a condition has branches"
      })
  void an_edge_that_is_wrong_is_named(String edge, String problem) {
    assertThat(checkEdges(SOUND + ", " + edge)).containsExactly(problem);
  }

  @Test
  void edges_of_other_types_between_the_same_nodes_are_fine() {
    assertThat(
            checkEdges(
                SOUND + ", {from: a, to: b, type: always}, {from: c, to: d, type: false_branch}"))
        .isEmpty();
  }

  @Test
  void a_node_that_nothing_reaches_and_a_condition_without_a_branch_are_named() {
    assertThat(checkEdges("{to: a, type: start}, {from: a, to: b}, {from: b, to: c}"))
        .containsExactly(
            "/graph/nodes/2/condition branch: condition c has no branch: expected a true_branch or"
                + " a false_branch",
            "/graph/nodes/3 unreachable: node d cannot be reached from the start edge");
  }

  private static List<String> checkRoute(String route, String edges) {
    return check(
        """
        trigger: { manual: {} }
        graph:
          nodes:
            - { id: a, task: t, on_error: { route: %s } }
            - { id: b, task: t }
            - { id: r, task: t, input: "{{ a }}" }
          edges: [{ to: b, type: start }, { from: b, to: a }%s]
        """
            .formatted(route, edges));
  }

  @Test
  void a_route_is_an_edge() {
    assertThat(checkRoute("r", "")).isEmpty();
    assertThat(checkRoute("gone", ", {from: a, to: r}"))
        .containsExactly("/graph/nodes/0/on_error/route unknown_node: there is no node gone");
    assertThat(checkRoute("a", ", {from: a, to: r}"))
        .containsExactly("/graph/nodes/0/on_error/route cycle: closes a cycle: a -> a");
    assertThat(checkRoute("b", ", {from: a, to: r}"))
        .containsExactly("/graph/nodes/0/on_error/route cycle: closes a cycle: b -> a -> b");
  }

  private static ActivityDefinition graph(int nodes, int extraEdges, boolean chain) {
    List<Node> all = new ArrayList<>();
    List<Edge> edges = new ArrayList<>(List.of(Edge.start("n0")));
    for (int i = 0; i < nodes; i++) {
      all.add(Node.task("n" + i, "t").build());
      if (i > 0) {
        edges.add(Edge.of("n" + (chain ? i - 1 : 0), "n" + i));
      }
    }
    for (int i = 0; i < extraEdges; i++) {
      edges.add(Edge.of("n" + i % nodes, "n" + (i + 1) % nodes, Edge.Type.ALWAYS));
    }
    return ActivityDefinition.builder("big").graph(new Graph(all, edges)).build();
  }

  private static List<String> checkGraph(int nodes, int extraEdges, boolean chain) {
    return check(graph(nodes, extraEdges, chain));
  }

  @Test
  void limits_are_named() {
    assertThat(checkGraph(1_000, 0, false)).isEmpty();
    assertThat(checkGraph(1_001, 0, false))
        .containsExactly("/graph/nodes limit: has 1001 nodes, the most is 1000");
    assertThat(checkGraph(10_000, 0, true))
        .containsExactly(
            "/graph/nodes limit: has 10000 nodes, the most is 1000",
            "/graph/edges limit: has 10000 edges, the most is 5000");
    assertThat(checkGraph(500, 0, true)).isEmpty();
    assertThat(checkGraph(501, 0, true))
        .containsExactly("/graph limit: has 501 nodes on its longest path, the most is 500");
    assertThat(checkGraph(2, 4_999, false))
        .containsExactly("/graph/edges limit: has 5001 edges, the most is 5000");
  }

  @Test
  void a_large_circle_is_found_without_recursion_and_shown_by_its_ends() {
    ActivityDefinition circle = graph(1_000, 1_000, true);

    assertThat(check(circle))
        .singleElement(as(STRING))
        .startsWith("/graph/edges/1999 cycle: closes a cycle: n0 -> n1 ->")
        .endsWith("-> n999 -> n0")
        .hasSizeLessThan(300);
  }

  @Test
  void the_form_itself_refuses_what_this_check_relies_on() {
    Node node = Node.task("a", "t").build();
    Edge start = Edge.start("a");

    for (Graph graph :
        List.of(
            new Graph(List.of(node, node), List.of(start)),
            new Graph(List.of(node), List.of(start, start)),
            new Graph(List.of(node), List.of(Edge.of("a", "a"))))) {
      assertThatThrownBy(() -> ActivityDefinition.builder("x").graph(graph).build())
          .isInstanceOf(InvalidModelException.class);
    }
  }
}
