package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the copy of a message that goes back to the work queue, at once or after a delay. */
final class Copies {

  private static final int PERSISTENT = 2;

  private final RabbitOptions options;

  Copies(RabbitOptions options) {
    this.options = options;
  }

  /**
   * A copy that comes back after a delay. It waits in the first queue that is long enough, with a
   * time to live of its own: so it comes back after just that time unless one before it has longer
   * to go, and then no later than the queue's.
   *
   * @param attempts how often the message has been delivered so far
   */
  Outgoing again(Incoming message, int attempts, Duration delay) {
    if (delay.toMillis() <= 0) {
      return copy(message, attempts, options.queue(), Duration.ZERO, Duration.ZERO);
    }
    List<Duration> steps = options.delays();
    Duration longest = steps.get(steps.size() - 1);
    Duration wait = delay.compareTo(longest) < 0 ? delay : longest;
    Duration step =
        steps.stream().filter(each -> each.compareTo(wait) >= 0).findFirst().orElse(longest);
    return copy(message, attempts, options.delayQueue(step), wait, delay.minus(wait));
  }

  private static Outgoing copy(
      Incoming message, int attempts, String queue, Duration wait, Duration rest) {
    Map<String, Object> headers = new TreeMap<>(message.headers());
    Object routes = headers.remove("CC");
    if (routes != null) {
      headers.put(Incoming.CC, routes);
    }
    headers.put(Incoming.ATTEMPTS, (long) attempts);
    headers.put(Incoming.EXCHANGE, message.exchange());
    headers.put(Incoming.ROUTING_KEY, message.routingKey());
    if (!rest.isZero()) {
      headers.put(Incoming.REST, rest.toMillis());
    }
    if (message.stored() != null) {
      headers.put(Incoming.STORED, message.stored().toEpochMilli());
    }
    AMQP.BasicProperties properties =
        message
            .properties()
            .builder()
            .headers(headers)
            .deliveryMode(PERSISTENT)
            .userId(null) // the server takes only the name of who publishes
            .expiration(wait.isZero() ? null : Long.toString(wait.toMillis()))
            .build();
    return new Outgoing("", queue, properties, message.body());
  }
}
