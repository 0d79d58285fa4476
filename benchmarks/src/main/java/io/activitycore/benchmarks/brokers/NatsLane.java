package io.activitycore.benchmarks.brokers;

import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.Servers;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.PublishAck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** NATS JetStream. */
final class NatsLane implements Lane {

  private static final int WINDOW = 500;
  private static final int BATCH = 256;

  private final String name;
  private final Connection connection;

  NatsLane(String name) throws Exception {
    this.name = name;
    this.connection = Nats.connect(Servers.nats());
    Lanes.declare(broker());
  }

  private String stream(String purpose) {
    return (name + "_" + purpose).replace('-', '_');
  }

  @Override
  public Broker broker() {
    return NatsBroker.create(
        NatsOptions.builder().url(Servers.nats()).stream(stream("events"))
            .subject(name + "-in.>")
            .consumer(name)
            .out(stream("out"), name + "-out")
            .dead(stream("dead"), name + "-dead")
            .build());
  }

  @Override
  public void fill(int count, IntFunction<byte[]> body) throws Exception {
    JetStream stream = connection.jetStream();
    List<CompletableFuture<PublishAck>> window = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      window.add(stream.publishAsync(name + "-in.bench", body.apply(i)));
      if (window.size() == WINDOW || i == count - 1) {
        CompletableFuture.allOf(window.toArray(CompletableFuture[]::new)).join();
        window.clear();
      }
    }
  }

  @Override
  public BareLoop bareLoop() throws Exception {
    JetStreamSubscription subscription =
        connection
            .jetStream()
            .subscribe(null, PullSubscribeOptions.fastBind(stream("events"), name));
    return new BareLoop() {
      @Override
      public void take(int count, Consumer<byte[]> work) throws Exception {
        int taken = 0;
        while (taken < count) {
          Iterator<Message> messages =
              subscription.iterate(Math.min(BATCH, count - taken), Duration.ofSeconds(1));
          while (messages.hasNext()) {
            Message message = messages.next();
            taken++;
            work.accept(message.getData());
            message.ack();
          }
        }
        connection.flush(Duration.ofSeconds(5));
      }

      @Override
      public void close() {
        subscription.unsubscribe();
      }
    };
  }

  @Override
  public void close() {
    for (String purpose : List.of("events", "out", "dead")) {
      Lanes.quietly(() -> connection.jetStreamManagement().deleteStream(stream(purpose)));
    }
    Lanes.quietly(connection::close);
  }
}
