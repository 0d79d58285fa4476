package io.activitycore.nats;

import io.activitycore.spi.Delivery;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One delivery that is not settled yet. The server hears of it through here only, and hears nothing
 * more once it is settled.
 */
final class Held {

  /** A sequence alone is not enough: a stream made anew counts from 1 again. */
  record Key(String stream, long sequence, ZonedDateTime stored) {
    static Key of(Message message) {
      NatsJetStreamMetaData meta = message.metaData();
      return new Key(meta.getStream(), meta.streamSequence(), meta.timestamp());
    }
  }

  private final Key key;
  private Message message;
  private long heardNanos;
  private boolean settled;

  Held(Key key, Message message, long nowNanos) {
    this.key = key;
    this.message = message;
    this.heardNanos = nowNanos;
  }

  Key key() {
    return key;
  }

  synchronized Message message() {
    return message;
  }

  int attempt() {
    return (int) Math.min(Integer.MAX_VALUE, message().metaData().deliveredCount());
  }

  String position() {
    return key.stream() + "#" + key.sequence();
  }

  Delivery delivery() {
    Message current = message();
    return new Delivery(
        current.getData(),
        headers(current.getHeaders()),
        position(),
        attempt(),
        current.metaData().timestamp().toInstant());
  }

  /** The first value of a header. */
  @Nullable String header(String name) {
    Headers headers = message().getHeaders();
    return headers == null ? null : headers.getFirst(name);
  }

  private static Map<String, String> headers(@Nullable Headers headers) {
    Map<String, String> first = new HashMap<>();
    if (headers != null) {
      for (String name : headers.keySet()) {
        String value = headers.getFirst(name);
        if (value != null) {
          first.put(name, value);
        }
      }
    }
    return first;
  }

  /** The server delivered it again although it is in hand: from now on that copy counts. */
  synchronized void replace(Message again, long nowNanos) {
    message = again;
    heardNanos = nowNanos;
  }

  synchronized void keepAlive(long nowNanos, long dueAfterNanos) {
    if (!settled && nowNanos - heardNanos >= dueAfterNanos) {
      message.inProgress();
      heardNanos = nowNanos;
    }
  }

  synchronized void ack() {
    settled = true;
    message.ack();
  }

  synchronized void term() {
    settled = true;
    message.term();
  }

  synchronized void retry(Duration delay) {
    settled = true;
    if (delay.isZero()) {
      message.nak();
    } else {
      message.nakWithDelay(delay);
    }
  }
}
