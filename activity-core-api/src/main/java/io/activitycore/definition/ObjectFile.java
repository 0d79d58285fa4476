package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.internal.binding.Target;
import io.activitycore.internal.located.Finding;
import io.activitycore.internal.located.Located;
import io.activitycore.internal.located.LocatedParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object in a YAML or JSON file that is no definition, such as the results of a simulation; read
 * as {@link DefinitionReader} reads.
 *
 * @param object absent when there are problems; nulls in it are kept
 * @param problems what is wrong, in the order of the lines; empty when there is an object
 */
public record ObjectFile(@Nullable ObjectNode object, List<Problem> problems) {

  /** Copies. */
  public ObjectFile {
    problems = List.copyOf(problems);
  }

  /**
   * Reads one object.
   *
   * @param file its name for messages, which also says the format
   * @param content the file's bytes
   * @return never throws for what the bytes hold
   */
  public static ObjectFile read(String file, byte[] content) {
    Located located = LocatedParser.parse(content, DefinitionReader.format(file));
    List<Finding> findings = new ArrayList<>(located.findings());
    JsonNode tree = located.tree();
    if (tree != null && !tree.isObject()) {
      String message = "must be an object, got " + Target.describe(tree);
      findings.add(new Finding(located.lines().lineOf(""), "", "type", message));
    }
    List<Problem> problems = DefinitionReader.problems(file, findings);
    ObjectNode object = tree instanceof ObjectNode found ? found : null;
    return new ObjectFile(problems.isEmpty() ? object : null, problems);
  }
}
