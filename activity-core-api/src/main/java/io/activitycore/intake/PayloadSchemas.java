package io.activitycore.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas (2020-12) that payloads must fit. Asked once for each pair, from any thread; the
 * answer must stay the same.
 */
public interface PayloadSchemas {

  /** Payloads may be anything. */
  PayloadSchemas NONE = (type, version) -> Optional.empty();

  /**
   * The schema of a type's payloads.
   *
   * @param version the envelope's {@code schema_version}; null when it has none
   * @return empty when such payloads may be anything
   */
  Optional<JsonNode> find(String type, @Nullable String version);

  /**
   * Reads a folder once: {@code <type>@<version>.schema.json} is the schema of that version, {@code
   * <type>.schema.json} of those without one of their own. A version that is a URI is found by the
   * schema's {@code $id}.
   *
   * @throws UncheckedIOException when a file cannot be read or is not JSON; it is named
   */
  static PayloadSchemas fromFolder(Path folder) {
    String ending = ".schema.json";
    Map<String, JsonNode> byName = new TreeMap<>();
    Map<String, JsonNode> byId = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        JsonNode schema = read(file);
        String name = file.getFileName().toString();
        byName.put(name.substring(0, name.length() - ending.length()), schema);
        if (schema.path("$id").isTextual()) {
          byId.put(schema.path("$id").textValue(), schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the schemas in " + folder + " cannot be read", e);
    }
    return (type, version) -> {
      JsonNode own =
          version == null ? null : byName.getOrDefault(type + "@" + version, byId.get(version));
      return Optional.ofNullable(own == null ? byName.get(type) : own);
    };
  }

  private static JsonNode read(Path file) {
    try {
      return new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the schema " + file + " cannot be read", e);
    }
  }
}
