package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Emit;
import io.activitycore.definition.End;
import io.activitycore.definition.Escalation;
import io.activitycore.definition.Human;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.Retry;
import io.activitycore.definition.RunActivityNode;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.Wait;
import io.activitycore.definition.WaitForEvent;
import io.activitycore.engine.internal.plan.Shape.Arrow;
import io.activitycore.engine.internal.plan.Shape.Each;
import io.activitycore.engine.internal.plan.Shape.Vertex;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a definition that {@link DefinitionCheck} found sound to the {@link Plan} of a run. */
public final class PlanCompiler {

  private PlanCompiler() {}

  /**
   * Compiles; {@link Plan#with} adds a run's context.
   *
   * @param version the definition's version
   * @param hash the definition's hash
   */
  public static Plan compile(ActivityDefinition definition, int version, String hash) {
    Shape shape = Shape.of(definition);
    return Plan.of(
        definition,
        version,
        hash,
        start(shape),
        shape.vertices().stream().map(PlanCompiler::step).toList(),
        shape.arrows().stream()
            .filter(arrow -> arrow.from() != null)
            .map(PlanCompiler::edge)
            .toList());
  }

  /** Compiles for a run with a context snapshot. */
  public static Plan compile(
      ActivityDefinition definition, int version, String hash, Map<String, JsonNode> context) {
    return compile(definition, version, hash).with(context);
  }

  private static String start(Shape shape) {
    return shape.arrows().stream()
        .filter(arrow -> arrow.from() == null)
        .map(Arrow::to)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the graph has no start edge"));
  }

  private static PlanEdge edge(Arrow arrow) {
    return new PlanEdge(String.valueOf(arrow.from()), arrow.to(), arrow.type());
  }

  private static Step step(Vertex vertex) {
    Node node = vertex.node();
    if (node == null) {
      String when = String.valueOf(vertex.when());
      return new Step.Condition(vertex.id(), when, true, Step.OnFailure.FAIL);
    }
    Step.OnFailure onError = onFailure(node.onError());
    if (node.task() != null) {
      return task(node, node.task(), vertex.each(), onError);
    }
    if (node.condition() != null) {
      return new Step.Condition(node.id(), node.condition(), false, onError);
    }
    if (node.set() != null) {
      return new Step.Assign(node.id(), node.set(), onError);
    }
    return waiting(node, onError);
  }

  private static Step waiting(Node node, Step.OnFailure onError) {
    Wait wait = node.waitFor();
    if (wait != null) {
      return new Step.Pause(node.id(), wait.duration(), wait.until(), onError);
    }
    Human human = node.human();
    if (human != null) {
      return new Step.Person(
          node.id(),
          human.assignees(),
          human.groups(),
          human.form(),
          human.due(),
          human.priority(),
          human.remind(),
          escalation(human.escalate()),
          onError);
    }
    WaitForEvent event = node.waitForEvent();
    if (event != null) {
      return new Step.EventWait(
          node.id(), event.type(), event.correlate(), event.timeout(), onError);
    }
    return outward(node, onError);
  }

  private static Step.@Nullable Escalation escalation(@Nullable Escalation given) {
    return given == null
        ? null
        : new Step.Escalation(given.after(), given.assignees(), given.groups());
  }

  private static Step outward(Node node, Step.OnFailure onError) {
    Emit emit = node.emit();
    if (emit != null) {
      return new Step.Emission(node.id(), emit.type(), emit.subject(), emit.payload(), onError);
    }
    RunActivityNode run = node.run();
    if (run != null) {
      return new Step.Child(node.id(), run.activity(), run.input(), run.waits(), onError);
    }
    End end = node.end();
    if (end != null) {
      boolean failed = end.outcome() == End.Outcome.FAILED;
      return new Step.Stop(node.id(), failed, end.reason(), onError);
    }
    throw new IllegalArgumentException("node " + node.id() + " has no kind");
  }

  private static Step task(Node node, String type, @Nullable Each each, Step.OnFailure onError) {
    JsonNode input = node.input();
    return new Step.Task(
        node.id(),
        type,
        input == null ? JsonNodeFactory.instance.objectNode() : input,
        retry(node.retry()),
        timeouts(node.timeouts()),
        node.taskQueue(),
        node.priority(),
        node.resultLimit(),
        undo(node.compensate()),
        each == null ? null : new Step.ForEach(each.items(), each.as(), each.maxConcurrency()),
        onError);
  }

  private static Step.@Nullable Undo undo(@Nullable Compensation compensation) {
    if (compensation == null) {
      return null;
    }
    return new Step.Undo(
        compensation.task(),
        compensation.input(),
        retry(compensation.retry()),
        timeouts(compensation.timeouts()),
        compensation.taskQueue());
  }

  private static Step.Retry retry(@Nullable Retry given) {
    Retry retry = given == null ? Retry.DEFAULT : given;
    return new Step.Retry(
        retry.initialInterval(),
        retry.backoffCoefficient(),
        retry.maximumInterval(),
        retry.maximumAttempts(),
        retry.nonRetryableTypes());
  }

  private static Step.Timeouts timeouts(@Nullable Timeouts given) {
    Timeouts timeouts = given == null ? Timeouts.DEFAULT : given;
    return new Step.Timeouts(
        timeouts.startToClose(),
        timeouts.scheduleToStart(),
        timeouts.scheduleToClose(),
        timeouts.heartbeat());
  }

  private static Step.OnFailure onFailure(@Nullable OnError onError) {
    if (onError instanceof OnError.Continue) {
      return Step.OnFailure.CONTINUE;
    }
    return onError instanceof OnError.Route ? Step.OnFailure.ROUTE : Step.OnFailure.FAIL;
  }
}
