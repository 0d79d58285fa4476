package io.activitycore.engine.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.plan.DefinitionCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Thousands of graphs, each walked in a random order of settlements, beside a naive oracle. */
class RandomWalkTest {

  private static final int GRAPHS = 2_000;

  private static final String CANCEL = "cancel";

  private record Move(String key, Settlement settlement) {}

  @Test
  void walks_do_what_the_oracle_says_and_the_same_again() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + GRAPHS; seed++) {
      try {
        walk(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void walk(Random random) {
    ActivityDefinition definition = RandomGraph.of(random);
    assertThat(DefinitionCheck.check(definition, Graphs.ENGINE)).isEmpty();
    Play play = Play.of(definition, "{}");
    Oracle oracle = new Oracle(definition);
    oracle.begin();
    List<Move> moves = new ArrayList<>();
    List<String> undoable = new ArrayList<>();
    while (play.end == null) {
      compare(play, oracle);
      Move move = move(random, play);
      moves.add(move);
      if (move.key().equals(CANCEL)) {
        boolean undoing = isUndoing(play);
        play.cancel();
        if (!undoing) {
          oracle.cancel();
        }
        continue;
      }
      tell(oracle, move);
      remember(definition, move, undoable);
      play.settle(move.key(), move.settlement());
    }

    assertThat(play.open).isEmpty();
    assertThat(play.order()).containsExactlyElementsOf(oracle.started);
    assertThat(play.outcome()).hasToString(oracle.outcome());
    assertThat(play.walk.record().skipped().keySet()).isEqualTo(oracle.neverStarted());
    Collections.reverse(undoable);
    assertThat(play.undone())
        .isEqualTo(oracle.outcome().equals("COMPLETED") ? List.of() : undoable);
    repeat(definition, play, moves);
  }

  private static void compare(Play play, Oracle oracle) {
    assertThat(play.order()).containsExactlyElementsOf(oracle.started);
    if (!isUndoing(play)) {
      assertThat(play.open.keySet()).containsExactlyInAnyOrderElementsOf(oracle.running());
    }
  }

  private static boolean isUndoing(Play play) {
    return play.open.values().stream().anyMatch(Effect.StartCompensation.class::isInstance);
  }

  private static Move move(Random random, Play play) {
    if (random.nextInt(30) == 0) {
      return new Move(CANCEL, Settlement.Completed.empty());
    }
    List<String> keys = new ArrayList<>(play.open.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    return switch (random.nextInt(8)) {
      case 0 -> new Move(key, Settlement.Failed.certain("broken", "it broke", 2));
      case 1 -> new Move(key, Settlement.Failed.unknown("timeout", "too slow", 1));
      default ->
          new Move(key, new Settlement.Completed(JsonNodeFactory.instance.textNode("of " + key)));
    };
  }

  private static void tell(Oracle oracle, Move move) {
    if (!move.key().endsWith("~compensate")) {
      oracle.settle(move.key(), move.settlement() instanceof Settlement.Completed);
    }
  }

  private static void remember(ActivityDefinition definition, Move move, List<String> undoable) {
    boolean effect = !(move.settlement() instanceof Settlement.Failed failed) || failed.unknown();
    Objects.requireNonNull(definition.graph()).nodes().stream()
        .filter(node -> node.id().equals(move.key()) && node.compensate() != null && effect)
        .forEach(node -> undoable.add(node.id()));
  }

  /** Replays with what was recorded; once in one piece, once through JSON before every step. */
  private static void repeat(ActivityDefinition definition, Play play, List<Move> moves) {
    Program program = Graphs.program(definition);
    Map<String, JsonNode> variables = Play.variables(JsonNodeFactory.instance.objectNode());
    Recorder recorded = (key, value) -> Objects.requireNonNull(play.recorded.get(key));
    Walk walk = new Walk(program, variables, recorded);
    assertThat(effects(walk, moves, Function.identity())).isEqualTo(play.effects);

    Walk passed = new Walk(program, variables, recorded);
    assertThat(
            effects(
                passed,
                moves,
                before -> new Walk(program, variables, recorded, Map.of(), copy(before.state()))))
        .isEqualTo(play.effects);
  }

  private static WalkState copy(WalkState state) {
    return WalkState.of(Graphs.json(state.tree().toString()));
  }

  private static List<Effect> effects(
      Walk walk, List<Move> moves, Function<Walk, Walk> beforeEach) {
    List<Effect> effects = new ArrayList<>(walk.begin());
    Walk current = walk;
    for (Move move : moves) {
      current = beforeEach.apply(current);
      effects.addAll(
          move.key().equals(CANCEL)
              ? current.cancel()
              : current.settle(move.key(), move.settlement()));
    }
    return effects;
  }
}
