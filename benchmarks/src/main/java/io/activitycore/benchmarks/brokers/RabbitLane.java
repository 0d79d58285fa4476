package io.activitycore.benchmarks.brokers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.activitycore.rabbitmq.RabbitBroker;
import io.activitycore.rabbitmq.RabbitOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.Servers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** RabbitMQ, a quorum queue. */
final class RabbitLane implements Lane {

  private static final int WINDOW = 500;
  private static final int PREFETCH = 256;
  private static final int CONFIRM_MILLIS = 30_000;

  private final String name;
  private final Connection connection;

  RabbitLane(String name) throws Exception {
    this.name = name;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(Servers.rabbitmq());
    this.connection = factory.newConnection();
    Lanes.declare(broker());
  }

  @Override
  public Broker broker() {
    return RabbitBroker.create(
        RabbitOptions.builder()
            .uri(Servers.rabbitmq())
            .in(name, name + "-events", "#")
            .out(name + "-out", null)
            .dead(name + "-dead", name + "-dead")
            .build());
  }

  @Override
  public void fill(int count, IntFunction<byte[]> body) throws Exception {
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (int i = 0; i < count; i++) {
        channel.basicPublish(name, "bench", MessageProperties.PERSISTENT_BASIC, body.apply(i));
        if (i % WINDOW == WINDOW - 1 || i == count - 1) {
          channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        }
      }
    }
  }

  @Override
  public BareLoop bareLoop() throws Exception {
    Channel channel = connection.createChannel();
    channel.basicQos(PREFETCH);
    return new BareLoop() {
      @Override
      public void take(int count, Consumer<byte[]> work) throws Exception {
        CountDownLatch done = new CountDownLatch(count);
        String consumer =
            channel.basicConsume(
                name + "-events",
                false,
                (tag, delivery) -> {
                  work.accept(delivery.getBody());
                  channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                  done.countDown();
                },
                tag -> {});
        done.await();
        channel.basicCancel(consumer);
      }

      @Override
      public void close() {
        Lanes.quietly(channel::close);
      }
    };
  }

  @Override
  public void close() {
    for (String queue : List.of(name + "-events", name + "-dead")) {
      with(channel -> channel.queueDelete(queue));
    }
    for (String exchange : List.of(name, name + "-out", name + "-dead")) {
      with(channel -> channel.exchangeDelete(exchange));
    }
    Lanes.quietly(connection::close);
  }

  private interface Work {
    void on(Channel channel) throws IOException;
  }

  private void with(Work work) {
    Lanes.quietly(
        () -> {
          try (Channel channel = connection.createChannel()) {
            work.on(channel);
          }
        });
  }
}
