package io.activitycore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.ObjectFile;
import io.activitycore.engine.EventFile;
import io.activitycore.event.EventEnvelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a simulation needs. What is wrong with a file is printed on the error output, and null
 * returned; so that one call tells what is wrong with all of them.
 */
final class SimulationFiles {

  private final Console console;

  SimulationFiles(Console console) {
    this.console = console;
  }

  /** The definition, enabled. */
  @Nullable ActivityDefinition definition(Path path) {
    DefinitionSet set = DefinitionSet.read(List.of(path));
    set.problems().forEach(problem -> console.error(problem.toString()));
    return set.problems().isEmpty() ? set.definitions().get(0).withEnabled(true) : null;
  }

  /** The one event of a file. */
  @Nullable EventEnvelope event(Path path, @Nullable String type) {
    List<EventFile.Good> good = new ArrayList<>();
    List<EventFile.Bad> bad = new ArrayList<>();
    new EventFiles(console, type)
        .read(
            path,
            read -> {
              if (read instanceof EventFile.Bad fault) {
                bad.add(fault);
              } else if (read instanceof EventFile.Good event) {
                good.add(event);
              }
            });
    if (good.size() > 1) {
      String reason = "a second event, expected one in the file";
      bad.add(new EventFile.Bad(path.toString(), good.get(1).line(), reason));
    }
    bad.forEach(fault -> console.error(fault.toString()));
    return bad.isEmpty() ? good.get(0).event() : null;
  }

  /** An object; empty without a file. */
  @Nullable ObjectNode object(@Nullable Path path) {
    if (path == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(DefinitionReader.MAX_BYTES + 1);
      ObjectFile read = ObjectFile.read(path.toString(), content);
      read.problems().forEach(problem -> console.error(problem.toString()));
      return read.object();
    } catch (IOException e) {
      console.error(path + ": " + FoundFiles.unreadable(e));
      return null;
    }
  }

  /** The properties of an object. */
  static Map<String, JsonNode> map(ObjectNode object) {
    Map<String, JsonNode> map = new TreeMap<>();
    object.properties().forEach(property -> map.put(property.getKey(), property.getValue()));
    return map;
  }
}
