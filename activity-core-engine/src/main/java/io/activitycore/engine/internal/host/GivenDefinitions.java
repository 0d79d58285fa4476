package io.activitycore.engine.internal.host;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.spi.DefinitionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the host gave: a registry, or files and annotations, of which the wrong ones are left out
 * with their problems.
 *
 * @param store where they are
 * @param problems of those that were refused
 */
record GivenDefinitions(DefinitionStore store, List<Problem> problems) {

  static GivenDefinitions of(HostSettings settings, LoadCheck loadCheck) {
    List<ActivityDefinition> annotated = settings.handlers().definitions();
    if (settings.definitionStore() != null) {
      if (!annotated.isEmpty() || settings.definitions() != null) {
        throw new IllegalStateException(
            "a registry holds all definitions: give no others beside it, neither files nor @OnEvent"
                + " or @OnSchedule");
      }
      return new GivenDefinitions(settings.definitionStore(), List.of());
    }
    Definitions given =
        Objects.requireNonNullElseGet(settings.definitions(), () -> Definitions.of());
    if (settings.definitions() == null && annotated.isEmpty()) {
      throw new IllegalStateException(
          "no definitions: give some, or annotate a handler with @OnEvent");
    }
    return check(given, annotated, loadCheck);
  }

  private static GivenDefinitions check(
      Definitions given, List<ActivityDefinition> annotated, LoadCheck loadCheck) {
    Definitions.Loaded loaded = given.load();
    List<Problem> problems = new ArrayList<>(loaded.problems());
    List<Source> sources = new ArrayList<>(loaded.good());
    annotated.forEach(
        definition -> sources.add(new Source(definition, "annotations", LineMap.NONE)));
    List<ActivityDefinition> good = new ArrayList<>();
    for (LoadCheck.Checked checked : loadCheck.check(sources)) {
      problems.addAll(checked.problems());
      if (checked.problems().isEmpty()) {
        good.add(checked.source().definition());
      }
    }
    return new GivenDefinitions(new MemoryDefinitionStore(good), List.copyOf(problems));
  }
}
