package io.activitycore.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Streams of one test's own, a client to look at them, and brokers that end with the test. */
final class Bench implements AutoCloseable {

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String url;
  private final Connection connection;
  private final Deque<NatsBroker> brokers = new ArrayDeque<>();

  Bench(String url) throws Exception {
    this.url = url;
    this.connection = Nats.connect(NatsLink.clientOptions(url));
  }

  NatsOptions.Builder options() {
    return NatsOptions.builder().url(url).stream(stream())
        .subject(prefix() + ".>")
        .consumer("c-" + id)
        .out("OUT_" + id, "out-" + id)
        .dead(deadStream(), deadPrefix())
        .ackWait(Duration.ofMillis(1500))
        .retry(Duration.ofMillis(50), Duration.ofMillis(200))
        .drainTimeout(Duration.ofSeconds(5));
  }

  NatsBroker broker(NatsOptions options) {
    NatsBroker broker = NatsBroker.create(options);
    brokers.push(broker);
    return broker;
  }

  String stream() {
    return "IN_" + id;
  }

  String deadStream() {
    return "DEAD_" + id;
  }

  String deadPrefix() {
    return "dead-" + id;
  }

  String outPrefix() {
    return "out-" + id;
  }

  String outStream() {
    return "OUT_" + id;
  }

  String consumer() {
    return "c-" + id;
  }

  String prefix() {
    return "in-" + id;
  }

  Connection connection() {
    return connection;
  }

  JetStream jetStream() throws IOException {
    return connection.jetStream();
  }

  JetStreamManagement management() throws IOException {
    return connection.jetStreamManagement();
  }

  void publish(String... bodies) throws IOException, JetStreamApiException {
    for (String body : bodies) {
      publish(new Headers(), body);
    }
  }

  void publish(Headers headers, String body) throws IOException, JetStreamApiException {
    jetStream().publish(prefix() + ".event", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  void addStream(String name, String subject) throws IOException, JetStreamApiException {
    management().addStream(StreamConfiguration.builder().name(name).subjects(subject).build());
  }

  long count(String stream) throws IOException, JetStreamApiException {
    return management().getStreamInfo(stream).getStreamState().getMsgCount();
  }

  MessageInfo message(String stream, long sequence) throws IOException, JetStreamApiException {
    return management().getMessage(stream, sequence);
  }

  ConsumerInfo consumerInfo() throws IOException, JetStreamApiException {
    return management().getConsumerInfo(stream(), consumer());
  }

  /** Neither waiting to be delivered nor to be acknowledged. */
  boolean allAcknowledged() throws IOException, JetStreamApiException {
    ConsumerInfo info = consumerInfo();
    return info.getNumPending() == 0 && info.getNumAckPending() == 0;
  }

  /** All that stands in a stream now. */
  List<Message> read(String stream, String subject) throws Exception {
    long expected = count(stream);
    var subscription =
        jetStream()
            .subscribe(
                subject, PushSubscribeOptions.builder().stream(stream).ordered(true).build());
    List<Message> found = new ArrayList<>();
    while (found.size() < expected) {
      Message next = subscription.nextMessage(Duration.ofSeconds(5));
      if (next == null) {
        break;
      }
      found.add(next);
    }
    subscription.unsubscribe();
    return found;
  }

  @Override
  public void close() throws IOException, JetStreamApiException {
    brokers.forEach(NatsBroker::close);
    for (String stream : management().getStreamNames()) {
      if (stream.contains("_" + id)) {
        management().deleteStream(stream);
      }
    }
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
