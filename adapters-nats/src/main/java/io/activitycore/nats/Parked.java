package io.activitycore.nats;

import io.activitycore.spi.EventHints;
import io.activitycore.spi.StoredDeadLetter;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it was read back; the reverse of {@link DeadLetter}.
 *
 * @param letter what others see of it
 * @param original the original's headers, all values, without those that instructed the server
 * @param stream the stream where the original stood
 * @param sequence where in there
 * @param stored since when
 * @param subject its subject
 */
record Parked(
    StoredDeadLetter letter,
    Headers original,
    String stream,
    long sequence,
    Instant stored,
    String subject,
    boolean bodyOmitted) {

  static Parked of(long id, @Nullable Headers found, byte @Nullable [] data) {
    Headers headers = found == null ? new Headers() : found;
    byte[] body = data == null ? new byte[0] : data;
    Map<String, String> seen = new HashMap<>();
    Headers original = new Headers();
    for (String name : headers.keySet()) {
      List<String> values = headers.get(name);
      String first = values == null || values.isEmpty() ? "" : values.get(0);
      if (name.startsWith(DeadLetter.PREFIX + "Nats-")) {
        seen.put(name.substring(DeadLetter.PREFIX.length()), first);
      } else if (values != null && !name.startsWith(DeadLetter.PREFIX) && !isInstruction(name)) {
        seen.put(name, first);
        original.add(name, values);
      }
    }
    String stream = fact(headers, "Stream");
    String sequence = fact(headers, "Sequence");
    StoredDeadLetter letter =
        new StoredDeadLetter(
            Long.toString(id),
            body,
            seen,
            stream + "#" + sequence,
            fact(headers, "Code"),
            fact(headers, "Reason"),
            time(fact(headers, "Time")),
            (int) number(fact(headers, "Deliveries")),
            EventHints.of(body, seen));
    return new Parked(
        letter,
        original,
        stream,
        number(sequence),
        time(fact(headers, "Stored")),
        fact(headers, "Subject"),
        headers.containsKey(DeadLetter.PREFIX + "Body-Omitted"));
  }

  private static boolean isInstruction(String name) {
    return name.regionMatches(true, 0, "Nats-", 0, 5);
  }

  private static String fact(Headers headers, String name) {
    String value = headers.getFirst(DeadLetter.PREFIX + name);
    return value == null ? "" : value;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether the original stood in that stream. */
  boolean isOf(String inputStream) {
    return stream.equals(inputStream);
  }
}
