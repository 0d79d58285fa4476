package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import io.activitycore.rabbitmq.RabbitOptions.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Declares or checks the exchanges and queues. Idempotent, thread-safe. */
final class RabbitTopology {

  private static final String TYPE = "x-queue-type";
  private static final String QUORUM = "quorum";

  private final RabbitOptions options;
  private final RabbitLink link;

  RabbitTopology(RabbitOptions options, RabbitLink link) {
    this.options = options;
    this.link = link;
  }

  /** Everything that a source needs. */
  void forSource() throws IOException, TopologyException {
    forDeadLetters();
    forInput();
    for (Duration delay : options.delays()) {
      queue(options.delayQueue(delay), delayArguments(delay));
    }
  }

  void forInput() throws IOException, TopologyException {
    exchange(options.exchange());
    queue(options.queue(), workArguments());
    for (String binding : options.bindings()) {
      bind(options.queue(), options.exchange(), binding);
    }
  }

  void forOutput() throws IOException, TopologyException {
    kept(options.outExchange(), options.outQueue());
  }

  void forDeadLetters() throws IOException, TopologyException {
    kept(options.deadExchange(), options.deadQueue());
  }

  private void kept(String exchange, @Nullable String queue) throws IOException, TopologyException {
    exchange(exchange);
    if (queue != null) {
      // -1: however often it is looked at, nothing is given up.
      queue(queue, Map.of(TYPE, QUORUM, "x-delivery-limit", -1));
      bind(queue, exchange, "#");
    }
  }

  /** Messages that wait to be delivered, those in delay queues included. */
  long waiting() throws IOException, TopologyException {
    return this.<Long>asked(
        "queue " + options.queue(),
        channel -> {
          long sum = channel.messageCount(options.queue());
          for (Duration delay : options.delays()) {
            sum += channel.messageCount(options.delayQueue(delay));
          }
          return sum;
        });
  }

  /** A quorum queue counts deliveries, survives a node, and gives nothing up in silence. */
  private Map<String, Object> workArguments() {
    Map<String, Object> arguments = new TreeMap<>(safe());
    arguments.put("x-delivery-limit", RabbitOptions.BROKER_LIMIT);
    arguments.put("x-dead-letter-exchange", options.deadExchange());
    if (options.order() != null) {
      arguments.put("x-single-active-consumer", true);
    }
    return arguments;
  }

  private Map<String, Object> delayArguments(Duration delay) {
    Map<String, Object> arguments = new TreeMap<>(safe());
    arguments.put("x-message-ttl", delay.toMillis());
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", options.queue());
    return arguments;
  }

  /** What leaves the queue by the server's hand is confirmed by its destination first. */
  private static Map<String, Object> safe() {
    return Map.of(
        TYPE, QUORUM, "x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish");
  }

  private void exchange(String name) throws IOException, TopologyException {
    asked(
        "exchange " + name,
        channel ->
            declares()
                ? channel.exchangeDeclare(name, BuiltinExchangeType.TOPIC, true)
                : channel.exchangeDeclarePassive(name));
  }

  private void queue(String name, Map<String, Object> arguments)
      throws IOException, TopologyException {
    asked(
        "queue " + name,
        channel ->
            declares()
                ? channel.queueDeclare(name, true, false, false, arguments)
                : channel.queueDeclarePassive(name));
  }

  private void bind(String queue, String exchange, String key)
      throws IOException, TopologyException {
    if (declares()) {
      asked(
          "binding of queue " + queue + " to exchange " + exchange + " by " + key,
          channel -> channel.queueBind(queue, exchange, key));
    }
  }

  private boolean declares() {
    return options.topology() == Topology.DECLARE;
  }

  /** What the server says no to closes its channel, so that each question has one of its own. */
  private <T> T asked(String what, RabbitLink.Work<T, IOException> question)
      throws IOException, TopologyException {
    try {
      return link.once(question);
    } catch (IOException e) {
      String answer =
          switch (Shutdown.code(e)) {
            case AMQP.NOT_FOUND -> " is missing: ";
            case AMQP.PRECONDITION_FAILED -> " is not as configured: ";
            case AMQP.ACCESS_REFUSED -> " is not allowed: ";
            default -> throw e;
          };
      throw new TopologyException("RabbitMQ topology: " + what + answer + RabbitLink.reason(e), e);
    }
  }
}
