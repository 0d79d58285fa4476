package io.activitycore.definition;

import io.activitycore.internal.Constraints;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules that look at several components of a node. */
final class NodeRules {

  private static final String KINDS =
      "task, condition, set, wait, emit, human, run, wait_for_event, end";

  private NodeRules() {}

  /** The names whose values are present; names and values alternate. */
  static SortedSet<String> given(@Nullable Object... namesAndValues) {
    SortedSet<String> names = new TreeSet<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        names.add(String.valueOf(namesAndValues[i]));
      }
    }
    return names;
  }

  static void check(
      Constraints constraints, SortedSet<String> kinds, SortedSet<String> taskOptions) {
    constraints.rule(
        kinds.size() == 1,
        "",
        "exactly_one",
        "needs exactly one kind of " + KINDS + ", got " + (kinds.isEmpty() ? "none" : kinds));
    if (kinds.size() == 1 && !kinds.contains("task")) {
      for (String option : taskOptions) {
        constraints.rule(
            false, "/" + option, "task_only", "goes with task only, not with " + kinds.first());
      }
    }
    boolean forEach = taskOptions.contains("for_each");
    constraints.rule(
        forEach == taskOptions.contains("as"),
        forEach ? "/for_each" : "/as",
        "for_each",
        "for_each and as go together");
    constraints.rule(
        forEach || !taskOptions.contains("max_concurrency"),
        "/max_concurrency",
        "for_each",
        "goes with for_each only");
  }
}
