package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.activitycore.spi.Settlement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the message that is a dead letter: the original's bytes, and why. */
final class DeadLetter {

  static final String PREFIX = "Activity-Dead-";
  static final String ID = PREFIX + "Id";
  static final String CODE = PREFIX + "Code";
  static final String REASON = PREFIX + "Reason";
  static final String QUEUE = PREFIX + "Queue";
  static final String EXCHANGE = PREFIX + "Exchange";
  static final String ROUTING_KEY = PREFIX + "Routing-Key";
  static final String DELIVERIES = PREFIX + "Deliveries";
  static final String TIME = PREFIX + "Time";
  static final String EXPIRATION = PREFIX + "Expiration";
  static final String USER = PREFIX + "User-Id";
  static final String CC = PREFIX + "CC";
  static final String HEADERS_OMITTED = PREFIX + "Headers-Omitted";

  private static final int PERSISTENT = 2;

  private DeadLetter() {}

  /** What instructs the server stands under another name: it was meant for the original. */
  static Outgoing of(
      RabbitOptions options, Incoming original, int attempt, Settlement.DeadLetter why) {
    Map<String, Object> headers = new TreeMap<>(original.headers());
    rename(headers, "CC", CC);
    headers.putAll(reasons(options, original, attempt, why));
    return message(options, original, headers);
  }

  /** The same without the original's headers, which leave no room for ours. */
  static Outgoing bare(
      RabbitOptions options, Incoming original, int attempt, Settlement.DeadLetter why) {
    Map<String, Object> headers = reasons(options, original, attempt, why);
    headers.put(HEADERS_OMITTED, original.headers().size());
    return message(options, original, headers);
  }

  private static Outgoing message(
      RabbitOptions options, Incoming original, Map<String, Object> headers) {
    AMQP.BasicProperties properties =
        original
            .properties()
            .builder()
            .headers(headers)
            .deliveryMode(PERSISTENT)
            .userId(null)
            .expiration(null)
            .build();
    return new Outgoing(options.deadExchange(), original.routingKey(), properties, original.body());
  }

  private static Map<String, Object> reasons(
      RabbitOptions options, Incoming original, int attempt, Settlement.DeadLetter why) {
    Map<String, Object> headers = new TreeMap<>();
    headers.put(ID, UUID.randomUUID().toString());
    headers.put(CODE, Names.line(why.code()));
    headers.put(REASON, Names.line(why.reason()));
    headers.put(QUEUE, options.queue());
    headers.put(EXCHANGE, original.exchange());
    headers.put(ROUTING_KEY, original.routingKey());
    headers.put(DELIVERIES, (long) attempt);
    headers.put(TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    put(headers, EXPIRATION, original.properties().getExpiration());
    put(headers, USER, original.properties().getUserId());
    return headers;
  }

  private static void put(Map<String, Object> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  private static void rename(Map<String, Object> headers, String from, String to) {
    Object value = headers.remove(from);
    if (value != null) {
      headers.put(to, value);
    }
  }
}
