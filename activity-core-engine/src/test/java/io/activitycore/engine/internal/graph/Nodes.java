package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Emit;
import io.activitycore.definition.End;
import io.activitycore.definition.Human;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.RunActivityNode;
import io.activitycore.definition.Wait;
import io.activitycore.definition.WaitForEvent;
import org.jspecify.annotations.Nullable;

/** Nodes of the kinds that have no builder. */
final class Nodes {

  private Nodes() {}

  static Node condition(String id, String expression, OnError onError) {
    return node(id, expression, null, null, null, null, null, null, null, onError);
  }

  static Node set(String id, JsonNode values, OnError onError) {
    return node(id, null, values, null, null, null, null, null, null, onError);
  }

  static Node waitFor(String id, @Nullable String duration, @Nullable String until) {
    Wait wait = new Wait(duration, until);
    return node(id, null, null, wait, null, null, null, null, null, OnError.FAIL);
  }

  static Node emit(String id, Emit emit) {
    return node(id, null, null, null, emit, null, null, null, null, OnError.FAIL);
  }

  static Node human(String id, Human human) {
    return node(id, null, null, null, null, human, null, null, null, OnError.FAIL);
  }

  static Node run(String id, RunActivityNode run) {
    return node(id, null, null, null, null, null, run, null, null, OnError.FAIL);
  }

  static Node event(String id, WaitForEvent event) {
    return node(id, null, null, null, null, null, null, event, null, OnError.FAIL);
  }

  static Node end(String id, boolean failed, @Nullable String reason, OnError onError) {
    End end = new End(failed ? End.Outcome.FAILED : End.Outcome.COMPLETED, reason);
    return node(id, null, null, null, null, null, null, null, end, onError);
  }

  private static Node node(
      String id,
      @Nullable String condition,
      @Nullable JsonNode set,
      @Nullable Wait wait,
      @Nullable Emit emit,
      @Nullable Human human,
      @Nullable RunActivityNode run,
      @Nullable WaitForEvent event,
      @Nullable End end,
      OnError onError) {
    return new Node(
        id, null, condition, set, wait, emit, human, run, event, end, null, null, null, null, null,
        null, null, null, null, null, onError);
  }
}
