package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What tasks and compensations give in a simulation. Immutable. */
final class SimulatedResults {

  private static final String COMPENSATION = "~compensate";
  private static final String FAIL = "$fail";

  private final SortedMap<String, JsonNode> results;

  /**
   * Checks that the results fit the plan.
   *
   * @throws SimulationException when one names what is no task, or is not a list where one is due
   */
  SimulatedResults(Plan plan, Map<String, JsonNode> results) {
    this.results = new TreeMap<>(results);
    SortedMap<String, Step> steps = new TreeMap<>();
    plan.nodes().stream()
        .filter(step -> !step.hidden())
        .forEach(step -> steps.put(step.id(), step));
    List<String> problems =
        this.results.entrySet().stream()
            .map(entry -> problem(entry.getKey(), entry.getValue(), steps))
            .flatMap(Optional::stream)
            .toList();
    if (!problems.isEmpty()) {
      throw new SimulationException(problems);
    }
  }

  private static Optional<String> problem(String name, JsonNode value, Map<String, Step> steps) {
    boolean compensation = name.endsWith(COMPENSATION);
    String id = compensation ? name.substring(0, name.length() - COMPENSATION.length()) : name;
    Step step = steps.get(id);
    if (step == null) {
      return Optional.of(
          "results name "
              + name
              + ", but there is no node "
              + id
              + ": expected one of "
              + String.join(", ", steps.keySet()));
    }
    if (!(step instanceof Step.Task task)) {
      return Optional.of("results name " + name + ", but node " + id + " is no task");
    }
    if (compensation && task.compensate() == null) {
      return Optional.of("results name " + name + ", but node " + id + " has no compensation");
    }
    if (task.forEach() != null && !value.isArray() && !isFailure(value)) {
      return Optional.of(
          "results of "
              + name
              + " must be a list, one value for each element, or"
              + " {\"$fail\": \"message\"}: node "
              + id
              + " has for_each");
    }
    boolean list = task.forEach() != null && value.isArray();
    boolean broken = isBroken(value) || (list && any(value, SimulatedResults::isBroken));
    return broken
        ? Optional.of("results of " + name + ": $fail must be a text and stand alone")
        : Optional.empty();
  }

  private static boolean any(JsonNode list, Predicate<JsonNode> test) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(test);
  }

  private static boolean isBroken(JsonNode value) {
    return value.has(FAIL) && !isFailure(value);
  }

  private static boolean isFailure(JsonNode value) {
    return value.isObject() && value.size() == 1 && value.path(FAIL).isTextual();
  }

  Settlement settlement(Effect.Pending effect) {
    if (effect instanceof Effect.StartTask task) {
      return settlement(task.node(), task.index());
    }
    if (effect instanceof Effect.StartCompensation compensation) {
      return settlement(compensation.node() + COMPENSATION, compensation.index());
    }
    return Settlement.Completed.empty();
  }

  private Settlement settlement(String name, @Nullable Integer index) {
    JsonNode value = results.get(name);
    if (value != null && index != null && value.isArray()) {
      value = value.get(index);
    }
    if (value == null) {
      return new Settlement.Completed(JsonNodeFactory.instance.objectNode());
    }
    return isFailure(value)
        ? Settlement.Failed.certain("simulated", value.get(FAIL).textValue(), 1)
        : new Settlement.Completed(value);
  }
}
