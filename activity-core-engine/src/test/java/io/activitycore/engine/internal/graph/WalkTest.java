package io.activitycore.engine.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One small graph for each rule of the form; see {@link Graphs} for how they are drawn. */
class WalkTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a chain runs in order                 | a b c         | >a a>b b>c                     |     | a b c   |       | COMPLETED
          branches start together, a join waits | a b c d       | >a a>b a>c b>d c>d             |     | a b c d |       | COMPLETED
          parallel is taken like sequence       | a b c d       | >a a-P>b a-P>c b>d c>d         |     | a b c d |       | COMPLETED
          id order, not edge order              | z y x         | >z z>y z>x                     |     | z x y   |       | COMPLETED
          a true condition                      | c?true t f j  | >c c-T>t c-F>f t>j f>j         |     | c t j   | f     | COMPLETED
          a false condition                     | c?false t f j | >c c-T>t c-F>f t>j f>j         |     | c f j   | t     | COMPLETED
          a missing branch ends the path        | c?false t u   | >c c-T>t t>u                   |     | c       | t u   | COMPLETED
          other edges of a condition            | c?false t s p w | >c c-T>t c>s c-P>p c-A>w     |     | c p s w | t     | COMPLETED
          a join with one dead edge             | a b c?false x j | >a a>b a>c c-T>x x>j b>j     |     | a b c j | x     | COMPLETED
          conditions settle before tasks        | a c?true t z  | >a a>c a>z c-T>t               |     | a c z t |       | COMPLETED
          always after success                  | a b w         | >a a>b a-A>w                   |     | a b w   |       | COMPLETED
          always after failure                  | a b w         | >a a>b a-A>w                   | a   | a w     | b     | FAILED
          never always from a skipped node      | c?false t w   | >c c-T>t t-A>w                 |     | c       | t w   | COMPLETED
          a failure that is continued           | a!continue b  | >a a>b                         | a   | a b     |       | COMPLETED
          a condition that is continued         | c?1/0==1!continue t f s | >c c-T>t c-F>f c>s   |     | c s     | f t   | COMPLETED
          a failure that is routed              | a!r b r w     | >a a>b a-A>w                   | a   | a r w   | b     | COMPLETED
          a route after success                 | a!r b r w     | >a a>b a-A>w                   |     | a b w   | r     | COMPLETED
          a route's target may be a join        | a!r b r       | >a a>b b>r                     | a   | a r     | b     | COMPLETED
          a route's target may be a join, again | a!r b r       | >a a>b b>r                     |     | a b r   |       | COMPLETED
          a condition that is routed            | c?1/0==1!r t r | >c c-T>t                      |     | c r     | t     | COMPLETED
          after a failure nothing starts        | a b c d       | >a a>b a>c c>d                 | b   | a b c   | d     | FAILED
          always is followed transitively       | a b w x y     | >a a>b a-A>w w-A>x w>y         | a   | a w x   | b y   | FAILED
          always of what settled later          | a b c w       | >a a>b a>c c-A>w               | b   | a b c w |       | FAILED
          always of what settled before         | a b c w       | >a a>b a>c b-A>w c>w           | c   | a b c w |       | FAILED
          always to a join counts others settled | a b c d w    | >a a>b a>c c>d d>w b-A>w       | b   | a b c w | d     | FAILED
          always runs a node once               | a b c w       | >a a>b a>c b-A>w c-A>w         | b   | a b c w |       | FAILED
          only always leaves a node so started  | a w!r x r     | >a a-A>w w>x                   | a   | a w     | r x   | FAILED
          a failure on the way of always        | a w x         | >a a-A>w w-A>x                 | a w | a w x   |       | FAILED
          a failure beside a failure            | a b!continue c d | >a a>b a>c b>d              | b c | a b c d |       | FAILED
          an end lets what runs settle          | a e=end b c   | >a a>e a>b b>c                 |     | a b e   | c     | COMPLETED
          an end that fails                     | a e=fail b c  | >a a>e a>b b>c                 |     | a b e   | c     | FAILED
          no always after an end                | a e=end b w   | >a a>e a>b b-A>w               |     | a b e   | w     | COMPLETED
          a failure after an end                | a e=end b w   | >a a>e a>b b-A>w               | b   | a b e w |       | FAILED
          a continued failure after an end      | a e=end b!continue w | >a a>e a>b b-A>w        | b   | a b e   | w     | COMPLETED
          of two ends the failed one counts     | a d=end e=fail | >a a>d a>e                    |     | a d e   |       | FAILED
          an end on the way of always           | a e=end x y   | >a a-A>e a-A>x x-A>y           | a   | a e x   | y     | FAILED
          an expression that fails              | c?1/0==1 t    | >c c-T>t                       |     | c       | t     | FAILED
          a condition that gives no boolean     | c?1 t         | >c c-T>t                       |     | c       | t     | FAILED
          what is ready together starts together | a c?1/0==1 d t | >a a>c a>d c-T>t d>t         |     | a c d   | t     | FAILED
          a set node                            | a s=set b     | >a a>s s>b                     |     | a s b   |       | COMPLETED
          """)
  void a_graph_is_walked_by_the_rules(
      String name,
      String nodes,
      String edges,
      @Nullable String failing,
      String order,
      @Nullable String skipped,
      String outcome) {
    Play play = Play.of(nodes, edges).finish(words(failing));

    WalkRecord record = play.walk.record();
    assertThat(record.order()).containsExactlyElementsOf(words(order));
    assertThat(record.skipped().keySet()).containsExactlyElementsOf(words(skipped));
    assertThat(play.outcome()).hasToString(outcome);
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }

  @Test
  void what_was_skipped_says_why() {
    Play play =
        Play.of(
                "c?false t u a!r r d", ">c c-T>t t>u c>a a>d")
            .finish(List.of());

    assertThat(play.walk.record().skipped())
        .containsEntry("t", "c was false")
        .containsEntry("u", "t was skipped")
        .containsEntry("r", "a did not fail");
    assertThat(Play.of("a b", ">a a>b").finish(List.of("a")).walk.record().skipped())
        .containsEntry("b", "a failed: broken: a broke");
    assertThat(Play.of("a!r b r", ">a a>b").finish(List.of("a")).walk.record().skipped())
        .containsEntry("b", "a failed");
    assertThat(Play.of("e=end b", ">e e>b").walk.record().skipped())
        .containsEntry("b", "the run ended before");
  }

  @Test
  void errors_can_be_read_by_what_runs_after_them() {
    Play play =
        Play.of("a!continue c?errors.a.type=='broken' t", ">a a>c c-T>t").fail("a").ok("t");

    assertThat(play.order()).containsExactly("a", "c", "t");
    assertThat(play.walk.record().errors())
        .containsExactly(java.util.Map.entry("a", new NodeError("broken", "a broke")));
  }

  @Test
  void a_skipped_node_reads_as_an_empty_object() {
    Play play = Play.of("c?false t j?has(t.x) y n", ">c c-T>t c>j t>j j-T>y j-F>n");

    assertThat(play.open).containsOnlyKeys("n");
  }

  @Test
  void a_condition_reads_as_its_value() {
    assertThat(Play.of("c?true d?c.value t", ">c c-T>d d-T>t").open).containsOnlyKeys("t");
  }

  @Test
  void a_null_result_stays_null() {
    assertThat(Play.of("a c?a==null t", ">a a>c c-T>t").ok("a", "null").open)
        .containsOnlyKeys("t");
  }

  @Test
  void every_decision_is_recorded_once() {
    Play play = Play.of("a c?1/0==1!continue l@[1,2] x", ">a a>c c>l c-T>x").finish(List.of());

    assertThat(play.recorded).containsOnlyKeys("condition:c", "for_each:l");
    assertThat(play.recorded.get("condition:c").has("error")).isTrue();
    assertThat(play.recorded).containsEntry("for_each:l", Graphs.json("{'size': 2}"));
  }

  @Test
  void only_what_is_open_can_be_settled() {
    Play play = Play.of("a b c?true t", ">a a>b a>c c-T>t").ok("a");

    for (String key : List.of("a", "c", "nobody", "b~compensate", "b[0]")) {
      assertThatThrownBy(() -> play.walk.settle(key, Settlement.Completed.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(key);
    }
    assertThatThrownBy(() -> play.walk.begin()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_long_chain_and_a_wide_join_are_walked_without_recursion() {
    StringBuilder nodes = new StringBuilder("n0");
    StringBuilder edges = new StringBuilder(">n0");
    for (int i = 1; i < 10_000; i++) {
      nodes.append(" n").append(i).append("?true");
      edges.append(" n").append(i - 1).append(i == 1 ? ">n" : "-T>n").append(i);
    }
    Play play = Play.of(nodes.toString(), edges.toString()).finish(List.of());

    assertThat(play.order()).hasSize(10_000);
    assertThat(play.outcome()).hasToString("COMPLETED");
  }
}
