package io.activitycore.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schemas of a folder, as they were when it was read. */
final class FolderSchemas implements PayloadSchemas {

  private static final String ENDING = ".schema.json";

  private final SortedMap<String, JsonNode> byFile;
  private final Map<String, JsonNode> byId;

  private FolderSchemas(SortedMap<String, JsonNode> byFile, Map<String, JsonNode> byId) {
    this.byFile = byFile;
    this.byId = byId;
  }

  static FolderSchemas read(Path folder) {
    SortedMap<String, JsonNode> byFile = new TreeMap<>();
    Map<String, JsonNode> byId = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
        JsonNode schema = schema(file);
        byFile.put(file.getFileName().toString(), schema);
        if (schema.path("$id").isTextual()) {
          byId.put(schema.path("$id").textValue(), schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the schemas in " + folder + " cannot be read", e);
    }
    return new FolderSchemas(Collections.unmodifiableSortedMap(byFile), byId);
  }

  private static JsonNode schema(Path file) {
    try {
      return new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the schema " + file + " cannot be read", e);
    }
  }

  @Override
  public Optional<JsonNode> find(String type, @Nullable String version) {
    JsonNode own =
        version == null
            ? null
            : byFile.getOrDefault(type + "@" + version + ENDING, byId.get(version));
    return Optional.ofNullable(own == null ? byFile.get(type + ENDING) : own);
  }

  @Override
  public Map<String, JsonNode> known() {
    return byFile;
  }
}
