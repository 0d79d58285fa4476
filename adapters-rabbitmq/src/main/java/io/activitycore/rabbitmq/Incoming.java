package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import io.activitycore.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message as its publisher sent it, and how often it came. A message that waited in a delay queue
 * is a copy; the copy's headers remember what the way there and back changed.
 *
 * @param exchange the one it was published to
 * @param routingKey the one it was published with
 * @param properties without what the server or we added
 * @param attempt how often it has been delivered, from 1
 * @param rest how long it still has to wait, as the last delay queue was too short
 * @param stored when the server took it from its publisher; null when its word for that is not
 *     asked for, or it gave none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Incoming(
    String exchange,
    String routingKey,
    AMQP.BasicProperties properties,
    byte[] body,
    int attempt,
    Duration rest,
    @Nullable Instant stored) {

  /** What our copies add. */
  static final String PREFIX = "Activity-Retry-";

  static final String ATTEMPTS = PREFIX + "Attempts";
  static final String REST = PREFIX + "Rest";
  static final String EXCHANGE = PREFIX + "Exchange";
  static final String ROUTING_KEY = PREFIX + "Routing-Key";
  static final String CC = PREFIX + "CC";
  static final String STORED = PREFIX + "Stored";

  /** By the server's message interceptor, which must not leave what it finds. */
  private static final String STAMP = "timestamp_in_ms";

  private static final String COUNT = "x-delivery-count";

  /** Routes a message to further queues; what came by it has arrived. */
  private static final String ROUTES = "CC";

  /** Of a server whose time stamps are not asked for. */
  static Incoming of(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    return of(envelope, properties, body, false);
  }

  /**
   * As the server delivered it.
   *
   * @param stamped whether the server stamps messages with the time when it took them
   */
  static Incoming of(
      Envelope envelope, AMQP.BasicProperties properties, byte[] body, boolean stamped) {
    Map<String, Object> found =
        properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    Object exchange = found.get(EXCHANGE);
    Object key = found.get(ROUTING_KEY);
    long attempt = number(found, ATTEMPTS) + number(found, COUNT) + 1;
    return new Incoming(
        exchange == null ? envelope.getExchange() : exchange.toString(),
        key == null ? envelope.getRoutingKey() : key.toString(),
        properties.builder().headers(original(found)).build(),
        body,
        (int) Math.min(Integer.MAX_VALUE, attempt),
        Duration.ofMillis(number(found, REST)),
        stamped ? stored(envelope, found) : null);
  }

  /**
   * The server stamps our copies anew, and they say when the original came. Only what came by the
   * default exchange may say so: those who publish events have no right to that one.
   */
  private static @Nullable Instant stored(Envelope envelope, Map<String, Object> found) {
    boolean copy = envelope.getExchange().isEmpty() && found.get(STORED) instanceof Number;
    return found.get(copy ? STORED : STAMP) instanceof Number millis
        ? Instant.ofEpochMilli(millis.longValue())
        : null;
  }

  private static Map<String, Object> original(Map<String, Object> found) {
    Map<String, Object> headers = new TreeMap<>();
    found.forEach(
        (name, value) -> {
          if (name.equals(CC)) {
            headers.put(ROUTES, value);
          } else if (!name.startsWith(PREFIX) && !isServers(name)) {
            headers.put(name, value);
          }
        });
    return headers;
  }

  /** What the server adds on its ways; it does not read it from us. */
  private static boolean isServers(String name) {
    return name.equals(COUNT)
        || name.equals("x-acquired-count")
        || name.equals("x-death")
        || name.startsWith("x-first-death-")
        || name.startsWith("x-last-death-");
  }

  private static long number(Map<String, Object> headers, String name) {
    return headers.get(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }

  Map<String, Object> headers() {
    return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
  }

  /** The value of a header as text; null when there is none or it is a table, a list or bytes. */
  @Nullable String header(String name) {
    return text(headers().get(name));
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof Date date) {
      return date.toInstant().toString();
    }
    boolean plain =
        value instanceof LongString
            || value instanceof String
            || value instanceof Number
            || value instanceof Boolean;
    return plain ? String.valueOf(value) : null;
  }

  Delivery delivery(String position, int attempts) {
    Map<String, String> texts = new HashMap<>();
    headers()
        .forEach(
            (name, value) -> {
              String text = text(value);
              if (text != null) {
                texts.put(name, text);
              }
            });
    String type = properties.getContentType();
    if (type != null && texts.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
      texts.put("content-type", type);
    }
    return new Delivery(body, texts, position, attempts, stored);
  }

  /** Unlike {@code toString}, it shows bytes. */
  private static String exact(@Nullable Object value) {
    if (value instanceof Map<?, ?> table) {
      StringBuilder all = new StringBuilder("{");
      table.forEach((name, each) -> all.append(name).append('=').append(exact(each)).append(','));
      return all.append('}').toString();
    }
    if (value instanceof List<?> list) {
      StringBuilder all = new StringBuilder("[");
      list.forEach(each -> all.append(exact(each)).append(','));
      return all.append(']').toString();
    }
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  /**
   * The same for each delivery of the same copy of a message; the protocol has no id of its own.
   */
  String fingerprint() {
    String id = properties.getMessageId();
    return HexFormat.of()
        .formatHex(
            Names.sha256(
                Names.bytes(id == null ? "" : id),
                Names.bytes(exchange),
                Names.bytes(routingKey),
                Names.bytes(exact(headers())),
                body));
  }
}
