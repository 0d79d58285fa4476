package io.activitycore.engine.internal.plan;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.expression.ExpressionEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the check says, a line for each problem: {@code pointer code: message}. */
final class Checked {

  private static final ExpressionEngine ENGINE = CachedExpressions.find();

  private Checked() {}

  static List<String> check(String yaml) {
    byte[] content = ("id: test\n" + yaml).getBytes(StandardCharsets.UTF_8);
    return check(DefinitionReader.read("test.yaml", content).orThrow());
  }

  static List<String> check(ActivityDefinition definition) {
    return DefinitionCheck.check(definition, ENGINE).stream()
        .map(problem -> problem.pointer() + " " + problem.code() + ": " + problem.message())
        .toList();
  }
}
