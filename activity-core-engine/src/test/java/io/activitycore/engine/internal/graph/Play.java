package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.run.RunOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A walk, what it has asked for, and what became of it. */
final class Play {

  final Walk walk;
  final List<Effect> effects = new ArrayList<>();

  /** What is open, in the order it was asked for. */
  final Map<String, Effect.Pending> open = new LinkedHashMap<>();

  /** What was recorded, by key. */
  final Map<String, JsonNode> recorded = new TreeMap<>();

  Effect.@Nullable Finished end;

  private Play(Program program, JsonNode payload) {
    Recorder recorder =
        (key, value) -> {
          JsonNode computed = value.get();
          if (recorded.put(key, computed) != null) {
            throw new AssertionError("recorded twice: " + key);
          }
          return computed;
        };
    walk = new Walk(program, variables(payload), recorder);
  }

  static Map<String, JsonNode> variables(JsonNode payload) {
    JsonNode none = Graphs.json("{}");
    return Map.of("event", none, "payload", payload, "trigger", none, "run", none);
  }

  /** Begun. */
  static Play of(ActivityDefinition definition, String payload) {
    Play play = new Play(Graphs.program(definition), Graphs.json(payload));
    play.take(play.walk.begin());
    return play;
  }

  static Play of(String nodes, String edges) {
    return of(Graphs.definition(nodes, edges), "{}");
  }

  private void take(List<Effect> more) {
    for (Effect effect : more) {
      effects.add(effect);
      if (effect instanceof Effect.Pending pending) {
        open.put(pending.key(), pending);
      } else if (effect instanceof Effect.Finished finished) {
        end = finished;
      }
    }
  }

  Play ok(String key) {
    return ok(key, "{}");
  }

  Play ok(String key, String result) {
    return settle(key, new Settlement.Completed(Graphs.json(result)));
  }

  Play fail(String key) {
    return settle(key, Settlement.Failed.certain("broken", key + " broke", 3));
  }

  Play unknown(String key) {
    return settle(key, Settlement.Failed.unknown("timeout", key + " took too long", 1));
  }

  Play settle(String key, Settlement settlement) {
    open.remove(key);
    take(walk.settle(key, settlement));
    return this;
  }

  Play cancel() {
    take(walk.cancel());
    return this;
  }

  /** Settles what is open, first asked first, down to the end; those named fail. */
  Play finish(List<String> failing) {
    while (!open.isEmpty()) {
      String key = open.keySet().iterator().next();
      if (failing.contains(key)) {
        fail(key);
      } else {
        ok(key);
      }
    }
    return this;
  }

  Effect.StartTask task(String key) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.StartTask task && task.key().equals(key))
        .map(Effect.StartTask.class::cast)
        .findFirst()
        .orElseThrow();
  }

  List<String> order() {
    return walk.record().order();
  }

  @Nullable RunOutcome outcome() {
    return end == null ? null : end.outcome();
  }

  /** Compensations asked for, by key and input. */
  List<String> undone() {
    return effects.stream()
        .filter(Effect.StartCompensation.class::isInstance)
        .map(Effect.StartCompensation.class::cast)
        .map(undo -> undo.key().replace("~compensate", ""))
        .toList();
  }
}
