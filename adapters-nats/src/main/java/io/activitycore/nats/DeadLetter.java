package io.activitycore.nats;

import io.activitycore.spi.Settlement;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is published.
 *
 * @param subject where to
 * @param headers the original's and the reasons
 * @param body the original's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DeadLetter(String subject, Headers headers, byte[] body) {

  /** The server's error code for a message that the stream's limit excludes. */
  static final int TOO_LARGE = 10054;

  static final String PREFIX = "Activity-Dead-";
  private static final String MESSAGE_ID = "Nats-Msg-Id";

  /** Same id whenever the same message is dead-lettered, by whatever process. */
  static DeadLetter of(NatsOptions options, Original original, Settlement.DeadLetter why) {
    Headers headers = copy(original.headers());
    String sequence = Long.toString(original.sequence());
    String stored = original.stored().toString();
    headers.put(
        MESSAGE_ID,
        Names.messageId(String.join(":", original.stream(), options.consumer(), sequence, stored)));
    headers.put(PREFIX + "Code", Names.header(why.code()));
    headers.put(PREFIX + "Reason", Names.header(why.reason()));
    headers.put(PREFIX + "Subject", Names.header(original.subject()));
    headers.put(PREFIX + "Stream", original.stream());
    headers.put(PREFIX + "Sequence", sequence);
    headers.put(PREFIX + "Stored", stored);
    headers.put(PREFIX + "Deliveries", Integer.toString(original.deliveries()));
    headers.put(PREFIX + "Time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    String subject = Names.subject(options.deadPrefix(), original.subject());
    return new DeadLetter(subject, headers, original.body());
  }

  /** Headers that instruct the server were meant for the original's publication, not for ours. */
  private static Headers copy(@Nullable Headers from) {
    Headers copy = new Headers();
    if (from == null) {
      return copy;
    }
    for (String name : from.keySet()) {
      boolean instruction = name.regionMatches(true, 0, "Nats-", 0, 5);
      List<String> values = from.get(name);
      if (values != null) {
        copy.add(
            Names.headerName(instruction ? PREFIX + name : name),
            values.stream().map(DeadLetter::legal).toList());
      }
    }
    return copy;
  }

  /** The headers without those that instruct the server. */
  static Headers withoutInstructions(@Nullable Headers from) {
    Headers copy = new Headers();
    if (from != null) {
      for (String name : from.keySet()) {
        List<String> values = from.get(name);
        if (values != null && !name.regionMatches(true, 0, "Nats-", 0, 5)) {
          copy.add(name, values);
        }
      }
    }
    return copy;
  }

  private static String legal(String value) {
    boolean ascii = value.chars().allMatch(c -> c <= 0x7f && c != '\r' && c != '\n');
    return ascii ? value : Names.header(value);
  }

  /** This letter if the server takes that many bytes, else one that names the original only. */
  DeadLetter fitting(long maxPayload) {
    boolean fits = maxPayload <= 0 || headers.serializedLength() + body.length <= maxPayload;
    return fits ? this : withoutBody();
  }

  /** The bytes stay where stream and sequence say. */
  DeadLetter withoutBody() {
    Headers less = new Headers();
    for (String name : headers.keySet()) {
      if (name.equals(MESSAGE_ID) || name.startsWith(PREFIX)) {
        less.put(name, headers.getFirst(name));
      }
    }
    less.put(PREFIX + "Body-Omitted", Integer.toString(body.length));
    return new DeadLetter(subject, less, new byte[0]);
  }
}
