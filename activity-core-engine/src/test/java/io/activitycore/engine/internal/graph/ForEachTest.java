package io.activitycore.engine.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForEachTest {

  private static JsonNode value(Play play, String node) {
    return play.walk.results().getOrDefault(node, Graphs.json("{}"));
  }

  @Test
  void results_stand_in_input_order_whatever_settles_first() {
    Play play = Play.of("l@['a','b','c'] n", ">l l>n");

    assertThat(play.open).containsOnlyKeys("l[0]", "l[1]", "l[2]");
    assertThat(play.task("l[1]").input()).isEqualTo(Graphs.json("{'item': 'b'}"));
    play.ok("l[2]", "3").ok("l[0]", "1");
    assertThat(value(play, "l")).isEqualTo(Graphs.json("{}"));
    play.ok("l[1]", "2");

    assertThat(value(play, "l")).isEqualTo(Graphs.json("[1, 2, 3]"));
    assertThat(play.open).containsOnlyKeys("n");
    assertThat(play.order()).containsExactly("l", "n");
    assertThat(play.walk.record().tasks())
        .extracting(WalkRecord.Task::key, WalkRecord.Task::result)
        .startsWith(tuple("l[0]", Graphs.json("1")), tuple("l[1]", Graphs.json("2")));
  }

  @Test
  void no_more_than_max_concurrency_are_in_flight() {
    Play play = Play.of("l@[1,2,3,4]*2", ">l");

    assertThat(play.open).containsOnlyKeys("l[0]", "l[1]");
    assertThat(play.ok("l[1]").open).containsOnlyKeys("l[0]", "l[2]");
    assertThat(play.ok("l[0]").open).containsOnlyKeys("l[2]", "l[3]");
    assertThat(play.ok("l[2]").ok("l[3]").outcome()).hasToString("COMPLETED");
  }

  @Test
  void an_empty_list_gives_an_empty_list() {
    Play play = Play.of("l@[] c?l.size()==0 t", ">l l>c c-T>t");

    assertThat(play.open).containsOnlyKeys("t");
    assertThat(value(play, "l")).isEqualTo(Graphs.json("[]"));
  }

  @Test
  void what_is_no_list_fails_the_node() {
    Play play = Play.of("l@{'a':1}", ">l");

    assertThat(play.outcome()).hasToString("FAILED");
    assertThat(play.error("l"))
        .isEqualTo(NodeError.expression("for_each must give a list, got object"));
    assertThat(Play.of("l@payload.none!continue n", ">l l>n").open).containsOnlyKeys("n");
  }

  @Test
  void one_failure_starts_no_other_and_fails_the_node_when_the_rest_has_settled() {
    Play play = Play.of("l@[1,2,3,4]*2~ n", ">l l>n").fail("l[0]");

    assertThat(play.open).containsOnlyKeys("l[1]");
    play.ok("l[1]");
    assertThat(play.undone()).containsExactly("l[1]");
    play.ok("l[1]~compensate");

    assertThat(play.outcome()).hasToString("FAILED");
    assertThat(play.error("l")).isEqualTo(new NodeError("broken", "[0]: l[0] broke"));
    assertThat(play.walk.record().tasks()).hasSize(2);
  }

  @Test
  void a_route_is_taken_when_the_rest_has_settled() {
    Play play = Play.of("l@[1,2,3]*2!r n r", ">l l>n").fail("l[0]");

    assertThat(play.open).containsOnlyKeys("l[1]");
    play.ok("l[1]");
    assertThat(play.open).containsOnlyKeys("r");
    assertThat(play.ok("r").outcome()).hasToString("COMPLETED");
  }

  @Test
  void continued_elements_are_null_and_the_others_go_on() {
    Play play = Play.of("l@[1,2,3]*1!continue n", ">l l>n").ok("l[0]", "1").fail("l[1]");

    play.ok("l[2]", "3");

    assertThat(value(play, "l")).isEqualTo(Graphs.json("[1, null, 3]"));
    assertThat(play.open).containsOnlyKeys("n");
    assertThat(play.walk.record().errors()).containsOnlyKeys("l");
  }

  @Test
  void an_element_whose_input_fails_fails_without_an_attempt() {
    ActivityDefinition definition =
        Graphs.definition(
            List.of(
                Node.task("l", "do.l")
                    .forEach("payload", "item")
                    .input(Graphs.json("'{{ item.x }}'"))
                    .onError(OnError.CONTINUE)
                    .build()),
            List.of(Edge.start("l")));
    Play play = Play.of(definition, "[{'x': 1}, {}, {'x': 3}]");

    assertThat(play.open).containsOnlyKeys("l[0]", "l[2]");
    play.ok("l[0]", "1").ok("l[2]", "3");

    assertThat(value(play, "l")).isEqualTo(Graphs.json("[1, null, 3]"));
    assertThat(play.walk.record().tasks().get(1).outcome()).isEqualTo(TaskOutcome.FAILED);
    assertThat(play.walk.record().tasks().get(1).input()).isNull();
  }

  @Test
  void another_nodes_failure_lets_a_running_list_go_on() {
    Play play = Play.of("a l@[1,2]*1 b", ">a a>b a>l").ok("a").fail("b").ok("l[0]");

    assertThat(play.open).containsOnlyKeys("l[1]");
    assertThat(play.ok("l[1]").outcome()).hasToString("FAILED");
  }

  @Test
  void a_cancellation_starts_no_other_element() {
    Play play = Play.of("l@[1,2,3]*1~", ">l").cancel();

    play.ok("l[0]");

    assertThat(play.open).containsOnlyKeys("l[0]~compensate");
    assertThat(play.ok("l[0]~compensate").outcome()).hasToString("CANCELLED");
    assertThat(play.error("l").type()).isEqualTo("cancelled");
  }

  @Test
  void ten_thousand_elements_in_any_order_give_the_list() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ArrayNode payload = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 10_000; i++) {
      payload.add(i);
    }
    Play play = Play.of(Graphs.definition("l@payload", ">l"), payload.toString());
    int most = 0;
    while (!play.open.isEmpty()) {
      most = Math.max(most, play.open.size());
      List<String> keys = new ArrayList<>(play.open.keySet());
      Collections.shuffle(keys, random);
      for (String key : keys) {
        play.ok(key, key.substring(2, key.length() - 1));
      }
    }

    assertThat(most).as("seed %d", seed).isEqualTo(100);
    assertThat(value(play, "l")).as("seed %d", seed).isEqualTo(payload);
  }
}
