package io.activitycore.engine;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.ScheduleInterval;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanCompiler;
import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition's graph as a Mermaid flowchart: what the plan of its runs has, so rules are shown as
 * the graph they compile to. Pure; thread-safe.
 */
public final class MermaidGraph {

  private final Plan plan;
  private final List<String> lines = new ArrayList<>();

  private MermaidGraph(Plan plan) {
    this.plan = plan;
  }

  /**
   * Draws.
   *
   * @param definition one that {@link DefinitionValidator} has no problem with
   * @return lines with {@code \n} between them and none at the end; nodes and edges in the
   *     definition's order. Whatever text is in the definition, Mermaid reads it as text
   */
  public static String of(ActivityDefinition definition) {
    MermaidGraph graph = new MermaidGraph(PlanCompiler.compile(definition, 0, ""));
    graph.draw(definition);
    return String.join("\n", graph.lines);
  }

  private void draw(ActivityDefinition definition) {
    lines.add("flowchart TD");
    add("start" + Shape.STADIUM.around("start", trigger(definition)));
    plan.nodes().forEach(step -> add(id(step.id()) + node(step)));
    plan.nodes().forEach(this::compensation);
    add("start --> " + id(plan.start()));
    plan.edges().forEach(edge -> add(id(edge.from()) + arrow(edge.type()) + id(edge.to())));
  }

  private void add(String line) {
    lines.add("  " + line);
  }

  /** A prefix keeps ids apart from Mermaid's words and from ours; only rules' ids have a #. */
  private static String id(String node) {
    return node.contains("#") ? "w_" + node.substring(node.indexOf('#') + 1) : "n_" + node;
  }

  private static String trigger(ActivityDefinition definition) {
    EventTrigger event = definition.trigger().event();
    ScheduleTrigger schedule = definition.trigger().schedule();
    if (event != null) {
      return "event " + String.join(", ", event.type());
    }
    return schedule == null ? "manual" : "schedule " + String.join(", ", times(schedule));
  }

  private static List<String> times(ScheduleTrigger schedule) {
    List<String> times = new ArrayList<>(schedule.cron());
    ScheduleInterval interval = schedule.interval();
    if (interval != null) {
      times.add("every " + interval.every());
    }
    if (!schedule.calendars().isEmpty()) {
      times.add(schedule.calendars().size() == 1 ? "a calendar" : "calendars");
    }
    return times;
  }

  private static String arrow(PlanEdge.Type type) {
    return switch (type) {
      case SEQUENCE -> " --> ";
      case TRUE_BRANCH -> " -->|true| ";
      case FALSE_BRANCH -> " -->|false| ";
      case ALWAYS -> " -->|always| ";
      case PARALLEL -> " -->|parallel| ";
      case ROUTE -> " -.->|on error| ";
    };
  }

  private static String node(Step step) {
    String failure = step.onError() == Step.OnFailure.CONTINUE ? "on_error continue" : null;
    if (step instanceof Step.Task task) {
      Step.ForEach each = task.forEach();
      String list = each == null ? null : "for each " + each.as() + " of " + each.items();
      return Shape.BOX.around(task.id(), task.task(), list, failure);
    }
    if (step instanceof Step.Condition condition) {
      String name = condition.hidden() ? "when" : condition.id();
      return Shape.DIAMOND.around(name, condition.condition(), failure);
    }
    if (step instanceof Step.Assign assign) {
      List<String> names = new ArrayList<>();
      assign.values().fieldNames().forEachRemaining(names::add);
      return Shape.SLANTED.around(assign.id(), "set " + String.join(", ", names), failure);
    }
    if (step instanceof Step.Stop stop) {
      String outcome = stop.failed() ? "end failed" : "end completed";
      return Shape.DOUBLE_CIRCLE.around(stop.id(), outcome, stop.reason(), failure);
    }
    return waiting(step, failure);
  }

  private static String waiting(Step step, @Nullable String failure) {
    if (step instanceof Step.Pause pause) {
      String time =
          pause.duration() == null ? "wait until " + pause.until() : "wait for " + pause.duration();
      return Shape.ROUND.around(pause.id(), time, failure);
    }
    if (step instanceof Step.Emission emission) {
      return Shape.FLAG.around(emission.id(), "emit " + emission.type(), failure);
    }
    if (step instanceof Step.Person person) {
      List<String> people = new ArrayList<>(person.assignees());
      people.addAll(person.groups());
      String who = "human " + String.join(", ", people);
      String due = person.due() == null ? null : "due " + person.due();
      return Shape.FUNNEL.around(person.id(), who, due, failure);
    }
    if (step instanceof Step.Child child) {
      String how = child.waits() ? null : "does not wait";
      return Shape.FRAMED.around(child.id(), "run " + child.activity(), how, failure);
    }
    if (step instanceof Step.EventWait event) {
      String timeout = event.timeout() == null ? null : "at most " + event.timeout();
      return Shape.HEXAGON.around(event.id(), "wait for " + event.type(), timeout, failure);
    }
    throw new IllegalArgumentException("node " + step.id() + " has a kind without a shape");
  }

  private void compensation(Step step) {
    if (step instanceof Step.Task task && task.compensate() != null) {
      String id = "c_" + task.id();
      add(id + Shape.ROOF.around(task.compensate().task()));
      add(id(task.id()) + " -.->|compensate| " + id);
    }
  }

  /** How Mermaid writes a shape. */
  private enum Shape {
    BOX("[", "]"),
    DIAMOND("{", "}"),
    SLANTED("[/", "/]"),
    ROUND("(", ")"),
    STADIUM("([", "])"),
    FLAG(">", "]"),
    FUNNEL("[\\", "/]"),
    ROOF("[/", "\\]"),
    FRAMED("[[", "]]"),
    HEXAGON("{{", "}}"),
    DOUBLE_CIRCLE("(((", ")))");

    private final String open;
    private final String close;

    Shape(String open, String close) {
      this.open = open;
      this.close = close;
    }

    String around(@Nullable String... texts) {
      return open + '"' + MermaidText.lines(texts) + '"' + close;
    }
  }
}
