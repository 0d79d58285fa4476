package io.activitycore.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** JSON with sorted keys, so that equal values have equal hashes. */
public final class CanonicalJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();

  private CanonicalJson() {}

  /** The value with the keys of every object sorted. */
  public static JsonNode sorted(JsonNode value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value.isObject()) {
      TreeMap<String, JsonNode> properties = new TreeMap<>();
      value.properties().forEach(entry -> properties.put(entry.getKey(), sorted(entry.getValue())));
      return nodes.objectNode().setAll(properties);
    }
    if (value.isArray()) {
      return nodes
          .arrayNode(value.size())
          .addAll(value.valueStream().map(CanonicalJson::sorted).toList());
    }
    return value;
  }

  /** SHA-256 over the sorted, compact UTF-8 form, in hex. */
  public static String sha256(JsonNode value) {
    try {
      return sha256(MAPPER.writeValueAsBytes(sorted(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /** SHA-256 over bytes, in hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
