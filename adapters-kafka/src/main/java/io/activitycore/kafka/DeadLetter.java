package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.spi.EventHints;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.StoredDeadLetter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A dead letter as a record: the original's key, bytes and headers, and the reasons as headers. */
final class DeadLetter {

  static final String PREFIX = "Activity-Dead-";
  static final String ID = PREFIX + "Id";
  static final String CODE = PREFIX + "Code";
  static final String REASON = PREFIX + "Reason";
  static final String TOPIC = PREFIX + "Topic";
  static final String PARTITION = PREFIX + "Partition";
  static final String OFFSET = PREFIX + "Offset";
  static final String TIME = PREFIX + "Time";
  static final String DELIVERIES = PREFIX + "Deliveries";
  static final String OMITTED = PREFIX + "Body-Omitted";

  private DeadLetter() {}

  /** Same id whenever the same record is dead-lettered, by whatever process of the group. */
  static ProducerRecord<byte[], byte[]> of(
      KafkaOptions options, Held held, Settlement.DeadLetter why) {
    ConsumerRecord<byte[], byte[]> original = held.record();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(options.deadTopic(), original.key(), original.value());
    for (Header header : original.headers()) {
      if (!header.key().startsWith(PREFIX)) { // of an earlier death
        letter.headers().add(header);
      }
    }
    String id = options.group() + ":" + held.position() + ":" + original.timestamp();
    put(letter.headers(), ID, id);
    put(letter.headers(), CODE, Names.line(why.code()));
    put(letter.headers(), REASON, Names.line(why.reason()));
    put(letter.headers(), TOPIC, original.topic());
    put(letter.headers(), PARTITION, Integer.toString(original.partition()));
    put(letter.headers(), OFFSET, Long.toString(original.offset()));
    put(letter.headers(), PREFIX + "Timestamp", Instant.ofEpochMilli(original.timestamp()));
    put(letter.headers(), PREFIX + "Group", options.group());
    put(letter.headers(), DELIVERIES, Integer.toString(held.attempt()));
    put(letter.headers(), TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    return letter;
  }

  /** The bytes stay where topic, partition and offset say. */
  static ProducerRecord<byte[], byte[]> withoutBody(ProducerRecord<byte[], byte[]> letter) {
    ProducerRecord<byte[], byte[]> less =
        new ProducerRecord<>(letter.topic(), (byte[]) null, new byte[0]);
    for (Header header : letter.headers()) {
      if (header.key().startsWith(PREFIX)) {
        less.headers().add(header);
      }
    }
    byte[] body = letter.value();
    put(less.headers(), OMITTED, Integer.toString(body == null ? 0 : body.length));
    return less;
  }

  /** What the letter says; its place in the topic is its id. */
  static StoredDeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(PREFIX)) {
        byte[] value = header.value();
        headers.putIfAbsent(header.key(), value == null ? "" : new String(value, UTF_8));
      }
    }
    byte[] body = letter.value() == null ? new byte[0] : letter.value();
    return new StoredDeadLetter(
        letter.partition() + "@" + letter.offset() + ":" + letter.timestamp(),
        body,
        headers,
        or(letter, TOPIC, "") + "-" + or(letter, PARTITION, "") + "@" + or(letter, OFFSET, ""),
        or(letter, CODE, "unknown"),
        or(letter, REASON, ""),
        time(letter),
        attempts(letter),
        EventHints.of(body, headers));
  }

  private static Instant time(ConsumerRecord<byte[], byte[]> letter) {
    try {
      return Instant.parse(or(letter, TIME, ""));
    } catch (DateTimeParseException e) {
      return Instant.ofEpochMilli(letter.timestamp());
    }
  }

  private static int attempts(ConsumerRecord<byte[], byte[]> letter) {
    String text = or(letter, DELIVERIES, "");
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static String or(ConsumerRecord<byte[], byte[]> letter, String name, String missing) {
    String found = text(letter, name);
    return found == null ? missing : found;
  }

  /** The text of one of our headers; null when it is not there. */
  static @Nullable String text(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header found = letter.headers().lastHeader(name);
    return found == null || found.value() == null ? null : new String(found.value(), UTF_8);
  }

  private static void put(Headers headers, String name, Object value) {
    headers.add(name, value.toString().getBytes(UTF_8));
  }
}
