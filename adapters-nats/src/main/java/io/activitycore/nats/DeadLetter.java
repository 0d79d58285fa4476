package io.activitycore.nats;

import io.activitycore.spi.Settlement;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

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

  private static final String PREFIX = "Activity-Dead-";
  private static final String MESSAGE_ID = "Nats-Msg-Id";

  /** Same id whenever the same message is dead-lettered, by whatever process. */
  static DeadLetter of(NatsOptions options, Held held, Settlement.DeadLetter why) {
    Message original = held.message();
    Headers headers = copy(original);
    Held.Key key = held.key();
    String stored = key.stored().toInstant().toString();
    headers.put(
        MESSAGE_ID,
        Names.messageId(
            String.join(
                ":", key.stream(), options.consumer(), Long.toString(key.sequence()), stored)));
    headers.put(PREFIX + "Code", Names.header(why.code()));
    headers.put(PREFIX + "Reason", Names.header(why.reason()));
    headers.put(PREFIX + "Subject", Names.header(original.getSubject()));
    headers.put(PREFIX + "Stream", key.stream());
    headers.put(PREFIX + "Sequence", Long.toString(key.sequence()));
    headers.put(PREFIX + "Stored", stored);
    headers.put(PREFIX + "Deliveries", Integer.toString(held.attempt()));
    headers.put(PREFIX + "Time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    String subject = options.deadPrefix() + "." + original.getSubject();
    return new DeadLetter(subject, headers, original.getData());
  }

  /** Headers that instruct the server were meant for the original's publication, not for ours. */
  private static Headers copy(Message original) {
    Headers copy = new Headers();
    Headers from = original.getHeaders();
    if (from != null) {
      for (String name : from.keySet()) {
        boolean instruction = name.regionMatches(true, 0, "Nats-", 0, 5);
        List<String> values = from.get(name);
        if (values != null) {
          copy.add(
              instruction ? PREFIX + name : name, values.stream().map(DeadLetter::legal).toList());
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
