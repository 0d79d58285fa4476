package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.spi.StoredDeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Dead letters as text and as JSON. */
final class DlqText {

  private DlqText() {}

  /** One line: id, time, code, type, event id, attempts and reason, separated by tabs. */
  static String line(StoredDeadLetter letter) {
    return Columns.of(
        letter.id(),
        letter.time().toString(),
        letter.code(),
        orDash(letter.eventType()),
        orDash(letter.eventId()),
        Integer.toString(letter.attempts()),
        letter.reason());
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  /** All but body and headers. */
  static ObjectNode summary(StoredDeadLetter letter) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", letter.id())
        .put("time", letter.time().toString())
        .put("code", letter.code())
        .put("reason", letter.reason())
        .put("event_id", letter.eventId())
        .put("type", letter.eventType())
        .put("position", letter.position())
        .put("attempts", letter.attempts())
        .put("size", letter.body().length);
  }

  /** Everything; the body as text where it is UTF-8, else in base 64. */
  static ObjectNode full(StoredDeadLetter letter) {
    ObjectNode object = summary(letter);
    ObjectNode headers = object.putObject("headers");
    new TreeMap<>(letter.headers()).forEach(headers::put);
    try {
      object.put(
          "body",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(letter.body())).toString());
    } catch (CharacterCodingException e) {
      object.put("body_base64", Base64.getEncoder().encodeToString(letter.body()));
    }
    return object;
  }
}
