package io.activitycore.definition;

import io.activitycore.constraint.Filled;
import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import io.activitycore.internal.ExactlyOne;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Versioned data that says what starts a run, what it must know, and what it does. Immutable. The
 * registry numbers the versions; the form itself has none.
 *
 * @param id {@code [a-z0-9][a-z0-9._-]{0,127}}
 * @param name for people; optional
 * @param owner who answers for it; optional
 * @param enabled whether triggers start runs; default true
 * @param taskQueue Temporal task queue of the runs and of each task that names no other; default
 *     {@code orchestrator-tq}
 * @param trigger what starts a run
 * @param rollout which share of the events this version takes from the one before; all when absent
 * @param context what a run resolves before it plans, by name
 * @param graph the tasks as a graph; exactly one of this and {@code rules}
 * @param rules the tasks as a flat list, which compiles to a graph in list order
 */
@ExactlyOne({"graph", "rules"})
public record ActivityDefinition(
    @NotNull @Pattern(regexp = ID, message = "must match " + ID) String id,
    @Filled @Nullable String name,
    @Filled @Nullable String owner,
    @Default("true") boolean enabled,
    @Filled @Default("orchestrator-tq") String taskQueue,
    @NotNull Trigger trigger,
    @Nullable Rollout rollout,
    Map<@NodeName String, @NotNull ContextEntry> context,
    @Nullable Graph graph,
    @Size(min = 1, message = "must not be empty") @Nullable List<@NotNull Rule> rules) {

  /** What an id looks like. */
  public static final String ID = "[a-z0-9][a-z0-9._-]{0,127}";

  /** Where runs are queued unless the definition says otherwise. */
  public static final String DEFAULT_TASK_QUEUE = "orchestrator-tq";

  /**
   * Checks and copies.
   *
   * @throws io.activitycore.InvalidModelException when the form is broken
   */
  public ActivityDefinition {
    context = Copies.map(context);
    rules = rules == null ? null : Copies.list(rules);
    Constraints.check(
        ActivityDefinition.class,
        id,
        name,
        owner,
        enabled,
        taskQueue,
        trigger,
        rollout,
        context,
        graph,
        rules);
    FormRules.check(context.keySet(), graph, rules);
  }

  /** Starts a definition in Java. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** The same, enabled or not. */
  public ActivityDefinition withEnabled(boolean value) {
    return new ActivityDefinition(
        id, name, owner, value, taskQueue, trigger, rollout, context, graph, rules);
  }

  /** Builds a definition; not thread-safe. */
  public static final class Builder {
    private final String id;
    private @Nullable String name;
    private @Nullable String owner;
    private boolean enabled = true;
    private String taskQueue = DEFAULT_TASK_QUEUE;
    private Trigger trigger = Trigger.byHand();
    private @Nullable Rollout rollout;
    private final Map<String, ContextEntry> context = new LinkedHashMap<>();
    private @Nullable Graph graph;
    private @Nullable List<Rule> rules;

    private Builder(String id) {
      this.id = id;
    }

    /** A name for people. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Who answers for it. */
    public Builder owner(String value) {
      owner = value;
      return this;
    }

    /** Default true. */
    public Builder enabled(boolean value) {
      enabled = value;
      return this;
    }

    /** Default {@value ActivityDefinition#DEFAULT_TASK_QUEUE}. */
    public Builder taskQueue(String value) {
      taskQueue = value;
      return this;
    }

    /** What starts a run; default by hand only. */
    public Builder trigger(Trigger value) {
      trigger = value;
      return this;
    }

    /** Which share of the events this version takes; default all. */
    public Builder rollout(Rollout value) {
      rollout = value;
      return this;
    }

    /** Adds something that a run resolves before it plans. */
    public Builder context(String entry, ContextEntry value) {
      context.put(entry, value);
      return this;
    }

    /** The tasks as a graph. */
    public Builder graph(Graph value) {
      graph = value;
      return this;
    }

    /** The tasks as a flat list. */
    public Builder rules(Rule... values) {
      rules = List.of(values);
      return this;
    }

    /**
     * Makes the definition.
     *
     * @throws io.activitycore.InvalidModelException when the form is broken
     */
    public ActivityDefinition build() {
      return new ActivityDefinition(
          id, name, owner, enabled, taskQueue, trigger, rollout, context, graph, rules);
    }
  }
}
