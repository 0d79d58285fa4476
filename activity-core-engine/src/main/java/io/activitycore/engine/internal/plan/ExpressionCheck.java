package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Wait;
import io.activitycore.engine.internal.plan.Shape.Each;
import io.activitycore.engine.internal.plan.Shape.Vertex;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether every expression compiles, and reads only what it can see. */
final class ExpressionCheck {

  private static final String CODE = "expression";

  private final ActivityDefinition definition;
  private final ExpressionEngine engine;
  private final List<Violation> problems;

  /** Lists of rules that were looked at: several tasks share one. */
  private final Set<String> lists = new HashSet<>();

  /** Every node; what exists, whether it can be seen or not. */
  private final Set<String> nodes = new TreeSet<>();

  ExpressionCheck(
      ActivityDefinition definition, ExpressionEngine engine, List<Violation> problems) {
    this.definition = definition;
    this.engine = engine;
    this.problems = problems;
  }

  /**
   * What an expression can see.
   *
   * @param node the node it belongs to; null for none
   */
  private record View(Set<String> names, @Nullable String node) {

    View with(@Nullable String name) {
      if (name == null) {
        return this;
      }
      Set<String> more = new TreeSet<>(names);
      more.add(name);
      return new View(more, node);
    }
  }

  /** The expressions before the graph. */
  void start() {
    EventTrigger event = definition.trigger().event();
    if (event != null) {
      bare(event.where(), "/trigger/event/where", Names.OF_EVENT);
      bare(event.correlate(), "/trigger/event/correlate", Names.OF_EVENT);
      bare(event.completeWhen(), "/trigger/event/complete_when", Names.OF_START);
    }
    rollout(event);
    definition
        .context()
        .forEach(
            (name, entry) ->
                template(entry.input(), "/context/" + name + "/input", view(Names.OF_START)));
  }

  private void rollout(@Nullable EventTrigger event) {
    if (definition.rollout() == null) {
      return;
    }
    if (event == null) {
      problems.add(
          new Violation("/rollout", "rollout", "shares events out: it goes with an event trigger"));
    }
    bare(definition.rollout().key(), "/rollout/key", Names.OF_EVENT);
  }

  private void bare(@Nullable String source, String pointer, Collection<String> names) {
    if (source != null) {
      expression(source, pointer, view(names));
    }
  }

  private static View view(Collection<String> names) {
    return new View(new TreeSet<>(names), null);
  }

  /** The expressions of the graph. */
  void graph(Shape shape, Topology topology) {
    Set<String> context = new TreeSet<>(Names.OF_START);
    context.addAll(definition.context().keySet());
    shape.vertices().stream()
        .filter(vertex -> vertex.node() != null)
        .forEach(vertex -> nodes.add(vertex.id()));
    for (Vertex vertex : shape.vertices()) {
      if (vertex.when() != null) {
        expression(vertex.when(), vertex.pointer() + "/when", new View(context, null));
      }
      if (vertex.node() != null) {
        Set<String> names = new TreeSet<>(topology.ancestors(vertex.id()));
        names.retainAll(nodes);
        names.remove(vertex.id()); // its own ancestor only in a cycle
        names.addAll(context);
        names.add(Names.ERRORS);
        node(vertex, vertex.node(), new View(names, vertex.id()), new View(context, null));
      }
    }
  }

  private void node(Vertex vertex, Node node, View view, View ruleView) {
    String at = vertex.pointer();
    Each each = vertex.each();
    if (each != null && lists.add(each.pointer())) {
      expression(each.items(), each.pointer() + "/for_each", each.ofRule() ? ruleView : view);
    }
    String as = each == null ? null : each.as();
    template(node.input(), at + "/input", view.with(as));
    Compensation compensation = node.compensate();
    if (compensation != null) {
      template(compensation.input(), at + "/compensate/input", view.with(as).with(node.id()));
    }
    if (node.condition() != null) {
      expression(node.condition(), at + "/condition", view);
    }
    template(node.set(), at + "/set", view);
    if (node.waitFor() != null) {
      time(node.waitFor(), at + "/wait", view);
    }
    if (node.emit() != null) {
      text(node.emit().subject(), at + "/emit/subject", view);
      template(node.emit().payload(), at + "/emit/payload", view);
    }
    if (node.run() != null) {
      template(node.run().input(), at + "/run/input", view);
    }
    if (node.waitForEvent() != null) {
      expression(node.waitForEvent().correlate(), at + "/wait_for_event/correlate", view);
    }
    if (node.end() != null) {
      text(node.end().reason(), at + "/end/reason", view);
    }
  }

  private void time(Wait wait, String at, View view) {
    if (wait.duration() != null) {
      time(wait.duration(), at + "/for", view, WaitTimes::duration);
    } else if (wait.until() != null) {
      time(wait.until(), at + "/until", view, WaitTimes::instant);
    }
  }

  private void time(String text, String at, View view, Consumer<String> parser) {
    int before = problems.size();
    text(text, at, view);
    if (problems.size() == before && !text.contains("{{")) {
      try {
        parser.accept(text);
      } catch (IllegalArgumentException e) {
        problems.add(new Violation(at, "time", String.valueOf(e.getMessage())));
      }
    }
  }

  private void text(@Nullable String text, String pointer, View view) {
    template(text == null ? null : TextNode.valueOf(text), pointer, view);
  }

  private void template(@Nullable JsonNode value, String pointer, View view) {
    if (value != null) {
      Template.visit(
          value,
          pointer,
          (at, source) -> expression(source, at, view),
          (at, message) -> problems.add(new Violation(at, "template", message)));
    }
  }

  private void expression(String source, String pointer, View view) {
    if (problem(source, Names.occurring(source, view.names())) != null
        && !explained(source, pointer, view)) {
      String message = problem(source, view.names()); // names what can be seen
      problems.add(new Violation(pointer, CODE, String.valueOf(message)));
    }
  }

  private @Nullable String problem(String source, Collection<String> names) {
    try {
      engine.compile(source, names);
      return null;
    } catch (ExpressionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Whether all that is wrong is a name that exists but cannot be seen from here. */
  private boolean explained(String source, String pointer, View view) {
    Set<String> all = new TreeSet<>(view.names());
    all.addAll(Names.OF_START);
    all.add(Names.ERRORS);
    all.addAll(definition.context().keySet());
    all.addAll(nodes);
    Expression expression;
    try {
      expression = engine.compile(source, Names.occurring(source, all));
    } catch (ExpressionException e) {
      return false;
    }
    for (String name : expression.names()) {
      if (!view.names().contains(name)) {
        problems.add(new Violation(pointer, "not_visible", hidden(name, view)));
      }
    }
    return true;
  }

  private String hidden(String name, View view) {
    if (view.node() == null || !nodes.contains(name)) {
      return name + " cannot be read here, only " + String.join(", ", view.names());
    }
    return name.equals(view.node())
        ? "node " + name + " cannot read its own result"
        : "node "
            + view.node()
            + " reads "
            + name
            + ", which is not among its ancestors and so"
            + " may not have run";
  }
}
