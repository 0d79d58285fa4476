package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a CloudEvent in binary mode: in headers {@code ce-} (HTTP, NATS; values
 * percent-encoded), {@code ce_} (Kafka), {@code cloudEvents:} and {@code cloudEvents_} (AMQP).
 */
final class CloudEventHeaders {

  private static final String PERCENT_ENCODED = "ce-";

  private static final List<String> PREFIXES =
      List.of(PERCENT_ENCODED, "ce_", "cloudevents:", "cloudevents_");

  private static final String CONTENT_TYPE = "content-type";

  private static final String DATA_CONTENT_TYPE = "datacontenttype";

  private CloudEventHeaders() {}

  /**
   * The attributes as an object of strings; empty when the headers do not say that there is a
   * CloudEvent in binary mode.
   */
  static Optional<ObjectNode> read(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    headers.forEach((name, value) -> add(attributes, name.toLowerCase(Locale.ROOT), value));
    String contentType = attributes.path(DATA_CONTENT_TYPE).asText().toLowerCase(Locale.ROOT);
    if (contentType.startsWith("application/cloudevents-batch")) {
      throw new UndecodableException(
          Code.UNSUPPORTED, "header content-type: a batch of CloudEvents, expected one event");
    }
    boolean binary =
        attributes.has("specversion") && !contentType.startsWith("application/cloudevents");
    return binary ? Optional.of(attributes) : Optional.empty();
  }

  private static void add(ObjectNode attributes, String header, String value) {
    if (header.equals(CONTENT_TYPE)) {
      attributes.put(DATA_CONTENT_TYPE, value);
      return;
    }
    for (String prefix : PREFIXES) {
      if (header.startsWith(prefix)) {
        String text = prefix.equals(PERCENT_ENCODED) ? unescape(header, value) : value;
        attributes.put(header.substring(prefix.length()), text);
        return;
      }
    }
  }

  private static String unescape(String header, String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    byte[] escaped = value.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      int octet = escaped[i] == '%' ? octet(escaped, i + 1) : -1;
      bytes.write(octet < 0 ? escaped[i] : octet);
      i += octet < 0 ? 0 : 2;
    }
    try {
      return Utf8.decode(bytes.toByteArray(), 0);
    } catch (UndecodableException e) {
      throw e.inside("header " + header);
    }
  }

  /** The byte that two hexadecimal digits give; -1 when they are none. */
  private static int octet(byte[] text, int at) {
    if (at + 1 >= text.length) {
      return -1;
    }
    int high = Character.digit(text[at], 16);
    int low = Character.digit(text[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
