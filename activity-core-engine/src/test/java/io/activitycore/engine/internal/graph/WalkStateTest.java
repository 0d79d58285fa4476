package io.activitycore.engine.internal.graph;

import static io.activitycore.engine.internal.graph.Graphs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalkStateTest {

  private static final ActivityDefinition DEFINITION =
      Graphs.definition(
          List.of(
              Node.task("a", "do.a")
                  .input(json("'{{ payload.none }}'"))
                  .compensate(Compensation.of("undo.a"))
                  .build(),
              Node.task("l", "do.l")
                  .forEach("payload.list", "item")
                  .maxConcurrency(1)
                  .input(json("'{{ item }}'"))
                  .compensate(Compensation.of("undo.l", json("['{{ item }}', '{{ l }}']")))
                  .build(),
              Nodes.waitFor("w", "5m", null)),
          List.of(Edge.start("a"), Edge.of("a", "l"), Edge.of("a", "w")));

  private static final Program PROGRAM = Graphs.program(DEFINITION);

  private static final Map<String, JsonNode> VARIABLES =
      Play.variables(json("{'none': null, 'list': [null, {'x': 1.0}, 'c']}"));

  private static Walk again(Walk walk) {
    JsonNode tree = json(walk.state().tree().toString());
    WalkState copy = WalkState.of(tree);
    assertThat(copy.tree().toString()).isEqualTo(tree.toString());
    return new Walk(PROGRAM, VARIABLES, Recorder.NONE, Map.of(), copy);
  }

  @Test
  void a_walk_goes_on_from_its_state_read_back_at_every_step() {
    Walk walk = new Walk(PROGRAM, VARIABLES, Recorder.NONE);
    walk.begin();
    walk = again(walk);
    walk.settle("a", new Settlement.Completed(json("null")));
    assertThat(again(walk).results().get("a")).isEqualTo(json("null"));
    walk = again(walk);
    walk.settle("l[0]", new Settlement.Completed(json("null")));
    walk = again(walk);
    walk.settle("w", Settlement.Completed.empty());
    walk = again(walk);
    walk.settle("l[1]", new Settlement.Completed(json("[2]")));
    walk = again(walk);

    List<Effect> undo = walk.settle("l[2]", Settlement.Failed.unknown("timeout", "late", 1));
    walk = again(walk);

    assertThat(undo)
        .singleElement()
        .extracting(Effect.StartCompensation.class::cast)
        .extracting(Effect.StartCompensation::key, Effect.StartCompensation::input)
        .containsExactly("l[2]~compensate", json("['c', {}]"));
    assertThat(input(walk, "l[2]")).isEqualTo(json("[{'x': 1.0}, [2]]"));
    walk = again(walk);
    assertThat(input(walk, "l[1]")).isEqualTo(json("[null, null]"));
    walk = again(walk);
    assertThat(input(walk, "l[0]")).isEqualTo(json("null"));
    walk = again(walk);
    assertThat(walk.settle("a~compensate", Settlement.Completed.empty()))
        .singleElement()
        .extracting(effect -> ((Effect.Finished) effect).outcome().name())
        .isEqualTo("FAILED");
    assertThat(again(walk).record()).isEqualTo(walk.record());
  }

  /** The input of the compensation that follows that of the key. */
  private static JsonNode input(Walk walk, String key) {
    List<Effect> effects = walk.settle(key + "~compensate", Settlement.Completed.empty());
    return ((Effect.StartCompensation) effects.get(0)).input();
  }

  @Test
  void its_json_is_what_earlier_releases_wrote() {
    Walk walk = new Walk(PROGRAM, VARIABLES, Recorder.NONE);
    walk.begin();
    walk.settle("a", new Settlement.Completed(json("[1]")));
    walk.settle("l[0]", new Settlement.Completed(json("2")));

    assertThat(walk.state().tree())
        .hasToString(
            """
            {"phase":"running","cancelled":false,"running":2,\
            "nodes":{"a":{"status":"completed","result":[1]},"l":{"status":"running","arrived":1,"taken":true,"items":{"elements":[null,{"x":1.0},"c"],"results":[2,null,null],"next":2,"in_flight":1}},\
            "w":{"status":"running","arrived":1,"taken":true}},\
            "order":["a","l","w"],\
            "tasks":{"a":{"node":"a","task":"do.a","input":null,"outcome":"completed","attempts":0},\
            "l[0]":{"node":"l","index":0,"task":"do.l","input":null,"outcome":"completed","attempts":0},\
            "l[1]":{"node":"l","index":1,"task":"do.l","input":{"x":1.0},"outcome":"running","attempts":0}},\
            "errors":{},"undo":["a","l[0]"],"compensations":[]}\
            """);
  }

  @Test
  void what_a_newer_writer_added_is_ignored_and_what_is_no_state_is_refused() {
    assertThat(WalkState.of(json("{'phase': 'new', 'later': 1}")).tree())
        .isEqualTo(new WalkState().tree());
    assertThatThrownBy(() -> WalkState.of(json("{'phase': 'flying'}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flying");
  }
}
