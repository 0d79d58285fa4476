package io.activitycore.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.internal.CanonicalJson;
import io.activitycore.internal.binding.RecordWriter;

/** The canonical JSON of a definition. Thread-safe; nothing here throws for a definition. */
public final class DefinitionJson {

  private static final RecordWriter WRITER =
      new RecordWriter(
          value -> value instanceof OnError onError ? OnErrorForm.write(onError) : null);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DefinitionJson() {}

  /**
   * The definition as a tree: snake_case, in the order of the components, defaults written out,
   * absent values and empty lists and maps left out, durations in their short form. A new tree at
   * each call; reading it gives an equal definition.
   */
  public static ObjectNode tree(ActivityDefinition definition) {
    return (ObjectNode) write(definition);
  }

  /** The same as indented UTF-8 text. */
  public static String text(ActivityDefinition definition) {
    try {
      return MAPPER.writeValueAsString(tree(definition));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /**
   * SHA-256 of the canonical JSON with sorted keys, as 64 hexadecimal digits: the same for equal
   * definitions, wherever they come from.
   */
  public static String hash(ActivityDefinition definition) {
    return CanonicalJson.sha256(tree(definition));
  }

  static JsonNode write(Object part) {
    return WRITER.write(part);
  }
}
