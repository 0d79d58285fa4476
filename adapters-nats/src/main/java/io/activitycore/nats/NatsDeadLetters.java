package io.activitycore.nats;

import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.DeadLettersException;
import io.activitycore.spi.StoredDeadLetter;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one input stream in the dead-letter stream; their id is the sequence there.
 * Settling one deletes it from the stream.
 */
final class NatsDeadLetters implements DeadLetters {

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final int STREAM_NOT_FOUND = 10059;
  private static final int MESSAGE_NOT_FOUND = 10037;

  private final NatsOptions options;
  private final NatsLink link;

  NatsDeadLetters(NatsOptions options, NatsLink link) {
    this.options = options;
    this.link = link;
  }

  /** What may go wrong while the server is asked. */
  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException, JetStreamApiException;
  }

  private <T> T ask(String what, Request<T> request) {
    try {
      return request.send();
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      throw failed(what, e);
    }
  }

  private DeadLettersException failed(String what, Exception e) {
    return new DeadLettersException(
        "dead letters of "
            + options.stream()
            + " in "
            + options.deadStream()
            + ": "
            + what
            + ": "
            + e.getMessage(),
        e);
  }

  @Override
  public List<StoredDeadLetter> list(DeadLetterQuery query) {
    return ask("cannot be listed", () -> isEmpty() ? List.of() : read(query));
  }

  private boolean isEmpty() throws IOException, JetStreamApiException {
    try {
      return link.management().getStreamInfo(options.deadStream()).getStreamState().getMsgCount()
          == 0;
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  private List<StoredDeadLetter> read(DeadLetterQuery query)
      throws IOException, JetStreamApiException {
    ConsumerConfiguration.Builder consumer =
        ConsumerConfiguration.builder().filterSubject(options.deadSubject());
    if (query.from() != null) { // stored after it was stamped, never before
      consumer
          .deliverPolicy(DeliverPolicy.ByStartTime)
          .startTime(query.from().atZone(ZoneOffset.UTC));
    }
    JetStreamSubscription letters =
        link.jetStream()
            .subscribe(
                options.deadSubject(),
                PushSubscribeOptions.builder().stream(options.deadStream())
                    .ordered(true)
                    .configuration(consumer.build())
                    .build());
    try {
      return read(letters, query);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      letters.unsubscribe();
    }
  }

  private List<StoredDeadLetter> read(JetStreamSubscription letters, DeadLetterQuery query)
      throws IOException, JetStreamApiException, InterruptedException {
    List<StoredDeadLetter> found = new ArrayList<>();
    if (letters.getConsumerInfo().getCalculatedPending() == 0) {
      return found;
    }
    while (found.size() < query.limit()) {
      Message next = letters.nextMessage(options.requestTimeout());
      if (next == null) {
        throw new IOException("no answer within " + options.requestTimeout());
      }
      Parked parked =
          Parked.of(next.metaData().streamSequence(), next.getHeaders(), next.getData());
      if (parked.isOf(options.stream()) && query.matches(parked.letter())) {
        found.add(parked.letter());
      }
      if (next.metaData().pendingCount() == 0) {
        return found;
      }
    }
    return found;
  }

  @Override
  public Optional<StoredDeadLetter> find(String id) {
    return ask(id + " cannot be read", () -> Optional.ofNullable(parked(id)).map(Parked::letter));
  }

  private @Nullable Parked parked(String id) throws IOException, JetStreamApiException {
    if (!ID.matcher(id).matches()) {
      return null;
    }
    MessageInfo message = message(options.deadStream(), Long.parseLong(id));
    if (message == null) {
      return null;
    }
    Parked parked = Parked.of(message.getSeq(), message.getHeaders(), message.getData());
    return parked.isOf(options.stream()) ? parked : null;
  }

  private @Nullable MessageInfo message(String stream, long sequence)
      throws IOException, JetStreamApiException {
    try {
      return link.management().getMessage(stream, sequence);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == MESSAGE_NOT_FOUND || e.getApiErrorCode() == STREAM_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public boolean replay(String id) {
    return ask(
        id + " cannot be replayed",
        () -> {
          Parked parked = parked(id);
          if (parked == null) {
            return false;
          }
          publish(parked);
          delete(parked);
          return true;
        });
  }

  private void publish(Parked parked) throws IOException, JetStreamApiException {
    Headers headers = parked.original();
    byte[] body = parked.letter().body();
    if (parked.bodyOmitted()) {
      MessageInfo original = message(options.stream(), parked.sequence());
      if (original == null || !original.getTime().toInstant().equals(parked.stored())) {
        throw new IOException(
            "its bytes were too many to be kept here, and "
                + parked.letter().position()
                + " is gone");
      }
      headers = DeadLetter.withoutInstructions(original.getHeaders());
      body = original.getData() == null ? new byte[0] : original.getData();
    }
    headers.put("Nats-Msg-Id", replayId(parked));
    PublishAck ack = link.jetStream().publish(parked.subject(), headers, body);
    if (!ack.getStream().equals(options.stream())) {
      throw new IOException(
          "subject "
              + parked.subject()
              + " belongs to stream "
              + ack.getStream()
              + " now, expected "
              + options.stream());
    }
  }

  /**
   * Not the event's id: the stream may still know it, and would drop the replay. The same for
   * everybody who replays this letter, so that it is published once.
   */
  private String replayId(Parked parked) {
    return "replay-"
        + options.deadStream()
        + "-"
        + parked.letter().id()
        + "-"
        + parked.letter().time().toEpochMilli();
  }

  @Override
  public boolean discard(String id) {
    return ask(
        id + " cannot be discarded",
        () -> {
          Parked parked = parked(id);
          return parked != null && delete(parked);
        });
  }

  private boolean delete(Parked parked) throws IOException, JetStreamApiException {
    try {
      return link.management()
          .deleteMessage(options.deadStream(), Long.parseLong(parked.letter().id()), false);
    } catch (JetStreamApiException e) {
      if (message(options.deadStream(), Long.parseLong(parked.letter().id())) == null) {
        return false; // somebody was faster
      }
      throw e;
    }
  }
}
