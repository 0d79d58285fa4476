package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.InvalidModelException;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.plan.Template;
import io.activitycore.engine.internal.plan.WaitTimes;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts nodes: some settle at once, the others ask for an effect. */
final class Starter {

  private static final String ERROR = "error";

  private final WalkState state;
  private final Scope scope;
  private final Recorder recorder;
  private final Tasks tasks;
  private final Turn turn;
  private final Map<String, JsonNode> known;

  Starter(
      WalkState state,
      Scope scope,
      Recorder recorder,
      Tasks tasks,
      Turn turn,
      Map<String, JsonNode> known) {
    this.state = state;
    this.scope = scope;
    this.recorder = recorder;
    this.tasks = tasks;
    this.turn = turn;
    this.known = known;
  }

  /** Starts nodes that became ready together, in id order. */
  void start(Iterable<Vertex> ready) {
    for (Vertex vertex : ready) {
      start(vertex);
    }
  }

  private void start(Vertex vertex) {
    state.node(vertex).status = NodeState.Status.RUNNING;
    state.running++;
    if (!vertex.step.hidden()) {
      state.order.add(vertex.id);
    }
    try {
      run(vertex);
    } catch (ExpressionException e) {
      failed(vertex, String.valueOf(e.getMessage()));
    }
  }

  private void run(Vertex vertex) {
    Step step = vertex.step;
    if (step instanceof Step.Task task) {
      task(vertex, task);
      return;
    }
    JsonNode recalled = known.get(vertex.id);
    if (recalled != null) {
      completed(vertex, recalled);
    } else if (step instanceof Step.Condition) {
      condition(vertex, required(vertex.expression));
    } else if (step instanceof Step.Assign) {
      completed(vertex, render(vertex.template));
    } else if (step instanceof Step.Stop) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      completed(
          vertex, vertex.template == null ? result : result.put("reason", text(vertex.template)));
    } else if (step instanceof Step.Emission emission) {
      emit(vertex, emission);
    } else {
      await(vertex, step);
    }
  }

  /**
   * What no envelope takes fails the node: an event that cannot be written must not be asked for.
   */
  private void emit(Vertex vertex, Step.Emission emission) {
    String subject = vertex.other == null ? null : text(vertex.other);
    JsonNode payload = render(vertex.template);
    try {
      EventEnvelope unused =
          new EventEnvelope(
              emission.id(),
              emission.type(),
              emission.id(),
              Instant.EPOCH,
              subject,
              null,
              null,
              payload,
              Map.of());
    } catch (InvalidModelException e) {
      failed(vertex, String.valueOf(e.getMessage()));
      return;
    }
    turn.add(new Effect.EmitEvent(emission.id(), emission.type(), subject, payload));
    turn.settled(vertex, Settlement.Completed.empty());
  }

  private void await(Vertex vertex, Step step) {
    if (step instanceof Step.Pause pause) {
      pause(vertex, pause, required(vertex.template));
    } else if (step instanceof Step.Person person) {
      turn.add(
          new Effect.AwaitHuman(
              person.id(),
              person.assignees(),
              person.groups(),
              person.form(),
              person.due(),
              person.priority(),
              person.remind(),
              person.escalate()));
    } else if (step instanceof Step.Child child) {
      JsonNode input = render(vertex.template);
      turn.add(new Effect.StartChild(child.id(), child.activity(), input, child.waits()));
    } else if (step instanceof Step.EventWait wait) {
      JsonNode read = scope.read(required(vertex.expression), Names.OF_EVENT);
      turn.add(
          new Effect.AwaitEvent(wait.id(), wait.type(), wait.correlate(), read, wait.timeout()));
    }
  }

  private void task(Vertex vertex, Step.Task task) {
    if (task.forEach() == null) {
      tasks.start(vertex, task);
      return;
    }
    // Its size decides what is done, so that is remembered; the elements are values like any other.
    JsonNode elements = expressed(() -> list(required(vertex.expression)));
    JsonNode recorded =
        recorder.record(
            "for_each:" + task.id(), () -> elements.isArray() ? size(elements.size()) : elements);
    if (recorded.has(ERROR)) {
      failed(vertex, recorded.get(ERROR).asText());
    } else {
      tasks.startEach(vertex, task, elements, recorded.path("size").asInt());
    }
  }

  private JsonNode list(Reading expression) {
    JsonNode value = scope.evaluate(expression);
    return value.isArray() ? value : error("for_each", "a list", value);
  }

  private void condition(Vertex vertex, Reading expression) {
    JsonNode recorded =
        recorder.record(
            "condition:" + vertex.id,
            () ->
                expressed(
                    () -> {
                      JsonNode value = scope.evaluate(expression);
                      return value.isBoolean()
                          ? JsonNodeFactory.instance.objectNode().set("value", value)
                          : error("the condition", "a boolean", value);
                    }));
    if (recorded.has(ERROR)) {
      failed(vertex, recorded.get(ERROR).asText());
    } else {
      completed(vertex, recorded);
    }
  }

  private void pause(Vertex vertex, Step.Pause pause, Template template) {
    boolean relative = pause.duration() != null;
    Supplier<JsonNode> time = () -> expressed(() -> time(template, relative));
    JsonNode recorded =
        template.constant() ? time.get() : recorder.record("wait:" + pause.id(), time);
    if (recorded.has(ERROR)) {
      failed(vertex, recorded.get(ERROR).asText());
      return;
    }
    String text = recorded.path("time").asText();
    turn.add(
        new Effect.StartTimer(
            pause.id(),
            relative ? WaitTimes.duration(text) : null,
            relative ? null : WaitTimes.instant(text)));
  }

  private JsonNode time(Template template, boolean relative) {
    JsonNode value = scope.render(template, Map.of());
    if (!value.isTextual()) {
      return error("wait", "a text", value);
    }
    try {
      String time =
          relative
              ? WaitTimes.duration(value.textValue()).toString()
              : WaitTimes.instant(value.textValue()).toString();
      return JsonNodeFactory.instance.objectNode().put("time", time);
    } catch (IllegalArgumentException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  /** An expression's failure is a value: it is remembered as one. */
  private static JsonNode expressed(Supplier<JsonNode> value) {
    try {
      return value.get();
    } catch (ExpressionException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode size(int size) {
    return JsonNodeFactory.instance.objectNode().put("size", size);
  }

  private static JsonNode error(String what, String expected, JsonNode got) {
    String type = got.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    return error(what + " must give " + expected + ", got " + type);
  }

  private static JsonNode error(String message) {
    return JsonNodeFactory.instance.objectNode().put(ERROR, message);
  }

  private JsonNode render(@Nullable Template template) {
    return scope.render(required(template), Map.of());
  }

  private String text(@Nullable Template template) {
    JsonNode value = render(template);
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private void completed(Vertex vertex, JsonNode result) {
    turn.settled(vertex, new Settlement.Completed(result));
  }

  private void failed(Vertex vertex, String message) {
    turn.settled(vertex, new Settlement.Failed(NodeError.expression(message), false, 0));
  }

  static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a compiled step lacks its expression");
    }
    return part;
  }
}
