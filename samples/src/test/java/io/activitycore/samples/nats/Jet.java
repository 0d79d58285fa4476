package io.activitycore.samples.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a test sees of JetStream, with the bare client. */
final class Jet implements AutoCloseable {

  private static final int STREAM_NOT_FOUND = 10_059;

  private final Connection connection;

  Jet(String url) throws IOException, InterruptedException {
    connection = Nats.connect(url);
  }

  /** Publishes without a message id, so that JetStream itself recognises no duplicate. */
  void publish(String subject, byte[] body) {
    call(() -> connection.jetStream().publish(subject, body));
  }

  /** How many messages a stream holds; none while it does not exist. */
  long count(String stream) {
    return call(
        () -> {
          try {
            return connection
                .jetStreamManagement()
                .getStreamInfo(stream)
                .getStreamState()
                .getMsgCount();
          } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
              return 0L;
            }
            throw e;
          }
        });
  }

  ConsumerInfo consumer(Lane lane) {
    return call(
        () ->
            connection
                .jetStreamManagement()
                .getConsumerInfo(lane.stream("events"), lane.consumer()));
  }

  /** Everything published is settled. */
  boolean isSettled(Lane lane) {
    ConsumerInfo info = consumer(lane);
    return info.getNumPending() == 0 && info.getNumAckPending() == 0;
  }

  List<MessageInfo> messages(String stream) {
    return call(
        () -> {
          List<MessageInfo> messages = new ArrayList<>();
          long last =
              connection
                  .jetStreamManagement()
                  .getStreamInfo(stream)
                  .getStreamState()
                  .getLastSequence();
          for (long sequence = 1; sequence <= last; sequence++) {
            messages.add(connection.jetStreamManagement().getMessage(stream, sequence));
          }
          return messages;
        });
  }

  private interface Call<T> {
    T run() throws IOException, JetStreamApiException;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
