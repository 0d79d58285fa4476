package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/** Queues of one test's own, a client to look at them, and brokers that end with the test. */
final class Bench implements AutoCloseable {

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String uri;
  private final Connection connection;
  private final Deque<RabbitBroker> brokers = new ArrayDeque<>();

  Bench(String uri) throws Exception {
    this.uri = uri;
    ConnectionFactory factory = new ConnectionFactory(); // recovers by itself
    factory.setUri(uri);
    factory.setNetworkRecoveryInterval(300);
    factory.setRequestedHeartbeat(2);
    factory.setChannelRpcTimeout(5_000);
    this.connection = factory.newConnection("bench " + id);
  }

  RabbitOptions.Builder options() {
    return RabbitOptions.builder()
        .uri(uri)
        .in(exchange(), queue())
        .out(out(), out())
        .dead(dead(), dead())
        .delays(Duration.ofMillis(200), Duration.ofSeconds(2))
        .retry(Duration.ofMillis(50), Duration.ofMillis(200))
        .drainTimeout(Duration.ofSeconds(5));
  }

  RabbitBroker broker(RabbitOptions options) {
    RabbitBroker broker = RabbitBroker.create(options);
    brokers.push(broker);
    return broker;
  }

  String exchange() {
    return "in-" + id;
  }

  String queue() {
    return "q-" + id;
  }

  String out() {
    return "out-" + id;
  }

  String dead() {
    return "dead-" + id;
  }

  Connection connection() {
    return connection;
  }

  Channel channel() throws IOException {
    return connection.createChannel();
  }

  void publish(String... bodies) throws Exception {
    for (String body : bodies) {
      publish(new AMQP.BasicProperties.Builder().build(), body);
    }
  }

  void publish(Map<String, Object> headers, String body) throws Exception {
    publish(new AMQP.BasicProperties.Builder().headers(headers).build(), body);
  }

  void publish(AMQP.BasicProperties properties, String body) throws Exception {
    try (Channel channel = channel()) {
      channel.confirmSelect();
      channel.basicPublish(
          exchange(), "shop.event", properties, body.getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(10_000);
    }
  }

  long count(String queue) throws Exception {
    try (Channel channel = channel()) {
      return channel.messageCount(queue);
    }
  }

  /** Nothing is left in the queue once no channel holds anything back. */
  boolean isEmptyWithout(RabbitBroker broker) throws Exception {
    broker.close();
    return count(queue()) == 0;
  }

  /** Takes all that stands in a queue now. */
  List<GetResponse> read(String queue) throws Exception {
    List<GetResponse> found = new ArrayList<>();
    try (Channel channel = channel()) {
      for (GetResponse next = channel.basicGet(queue, true);
          next != null;
          next = channel.basicGet(queue, true)) {
        found.add(next);
      }
    }
    return found;
  }

  void delete(String queue) throws Exception {
    try (Channel channel = channel()) {
      channel.queueDelete(queue);
    }
  }

  @Override
  public void close() {
    brokers.forEach(RabbitBroker::close);
    List.of("", ".delay-200ms", ".delay-2000ms", ".delay-10000ms")
        .forEach(end -> tidy(channel -> channel.queueDelete(queue() + end)));
    List.of(out(), dead())
        .forEach(
            both -> {
              tidy(channel -> channel.queueDelete(both));
              tidy(channel -> channel.exchangeDelete(both));
            });
    tidy(channel -> channel.exchangeDelete(exchange()));
    connection.abort(2_000);
  }

  private interface Work {
    void on(Channel channel) throws Exception;
  }

  /** Best effort: names are not used again, and a server that was just killed may be slow. */
  private void tidy(Work work) {
    try (Channel channel = channel()) {
      work.on(channel);
    } catch (Exception e) {
      LoggerFactory.getLogger(Bench.class).info("not tidied up: {}", e.toString());
    }
  }
}
