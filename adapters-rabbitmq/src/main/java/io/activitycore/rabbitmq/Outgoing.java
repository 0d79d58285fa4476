package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;

/**
 * A message to publish.
 *
 * @param exchange where to; empty: to the queue that the routing key names
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {

  String destination() {
    return exchange.isEmpty()
        ? "queue " + routingKey
        : "exchange " + exchange + " by " + Names.line(routingKey);
  }
}
