package io.activitycore.nats;

import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is about to be dead-lettered.
 *
 * @param stream where it stands
 * @param sequence where in there
 * @param stored since when
 * @param deliveries how often it was delivered; 0 if that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Original(
    String stream,
    long sequence,
    Instant stored,
    String subject,
    @Nullable Headers headers,
    byte[] body,
    int deliveries) {

  static Original of(Held held) {
    Message message = held.message();
    return new Original(
        held.key().stream(),
        held.key().sequence(),
        held.key().stored().toInstant(),
        message.getSubject(),
        message.getHeaders(),
        message.getData(),
        held.attempt());
  }

  static Original of(MessageInfo message, String stream) {
    byte[] data = message.getData();
    return new Original(
        stream,
        message.getSeq(),
        message.getTime().toInstant(),
        message.getSubject(),
        message.getHeaders(),
        data == null ? new byte[0] : data,
        0);
  }

  String position() {
    return stream + "#" + sequence;
  }
}
