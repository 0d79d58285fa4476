package io.activitycore.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
   * The schemas that are known before an event asks for one, by a name for errors. A host whose
   * source has one that cannot be used is not built. Default: none is known.
   */
  default Map<String, JsonNode> known() {
    return Map.of();
  }

  /**
   * Reads a folder once: {@code <type>@<version>.schema.json} is the schema of that version, {@code
   * <type>.schema.json} of those without one of their own. A version that is a URI is found by the
   * schema's {@code $id}.
   *
   * @throws UncheckedIOException when a file cannot be read or is not JSON; it is named
   */
  static PayloadSchemas fromFolder(Path folder) {
    return FolderSchemas.read(folder);
  }
}
