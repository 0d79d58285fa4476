package io.activitycore.postgres.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One value in which two versions differ.
 *
 * @param pointer JSON pointer into the definition
 * @param before null where the older has nothing
 * @param after null where the newer has nothing
 */
public record Difference(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {

  /** The differences, in the order of the pointers' parts; elements of lists by their place. */
  public static List<Difference> between(
      @Nullable ActivityDefinition before, ActivityDefinition after) {
    List<Difference> found = new ArrayList<>();
    JsonNode none = JsonNodeFactory.instance.objectNode();
    collect(
        "", before == null ? none : DefinitionJson.tree(before), DefinitionJson.tree(after), found);
    return List.copyOf(found);
  }

  private static void collect(
      String pointer, @Nullable JsonNode before, @Nullable JsonNode after, List<Difference> found) {
    if (before != null && after != null && before.isObject() && after.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      names.forEach(
          name -> collect(pointer + "/" + escaped(name), before.get(name), after.get(name), found));
    } else if (before != null && after != null && before.isArray() && after.isArray()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        collect(pointer + "/" + i, before.get(i), after.get(i), found);
      }
    } else if (before == null || !before.equals(after)) {
      found.add(new Difference(pointer, before, after));
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
