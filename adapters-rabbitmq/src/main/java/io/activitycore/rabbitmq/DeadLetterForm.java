package io.activitycore.rabbitmq;

import io.activitycore.spi.Settlement;
import io.activitycore.spi.StoredDeadLetter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters: ours, and those that the server made when its own delivery limit was reached.
 */
final class DeadLetterForm {

  private DeadLetterForm() {}

  /** What was dead-lettered, as its publisher sent it. */
  static Incoming original(Incoming letter) {
    Map<String, Object> headers = new TreeMap<>();
    letter
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.startsWith(DeadLetter.PREFIX)) {
                headers.put(name, value);
              }
            });
    Object routes = letter.headers().get(DeadLetter.CC);
    if (routes != null) {
      headers.put("CC", routes);
    }
    String exchange = letter.header(DeadLetter.EXCHANGE);
    String key = letter.header(DeadLetter.ROUTING_KEY);
    return new Incoming(
        exchange == null ? letter.exchange() : exchange,
        key == null ? letter.routingKey() : key,
        letter.properties().builder().headers(headers).build(),
        letter.body(),
        attempts(letter),
        letter.rest(),
        null);
  }

  /**
   * A letter as the port gives it.
   *
   * @param queue where its original stood
   */
  static StoredDeadLetter stored(Incoming letter, String queue) {
    String id = letter.header(DeadLetter.ID);
    String code = letter.header(DeadLetter.CODE);
    String reason = letter.header(DeadLetter.REASON);
    Settlement.DeadLetter why =
        new Settlement.DeadLetter(
            code == null ? "delivery_limit" : code,
            reason == null ? "the server dead-lettered it" : reason);
    String messageId = letter.properties().getMessageId();
    String position = queue + (messageId == null ? "" : "#" + Names.line(messageId));
    return StoredDeadLetter.of(
        id == null ? "fingerprint-" + letter.fingerprint().substring(0, 32) : id,
        original(letter).delivery(position, attempts(letter)),
        why,
        time(letter));
  }

  private static int attempts(Incoming letter) {
    return letter.headers().get(DeadLetter.DELIVERIES) instanceof Number number
        ? number.intValue()
        : 0;
  }

  private static Instant time(Incoming letter) {
    String time = letter.header(DeadLetter.TIME);
    try {
      return time == null ? stamp(letter.properties().getTimestamp()) : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static Instant stamp(@Nullable Date published) {
    return published == null ? Instant.EPOCH : published.toInstant();
  }
}
