package io.activitycore.samples.faults;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.activitycore.testing.PrivateServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** RabbitMQ; both ends ask for a sign of life each two seconds. */
final class RabbitUnderTest extends BrokerUnderTest {

  private static final int PATIENCE_MILLIS = 5_000;

  private @Nullable Connection connection;

  RabbitUnderTest() {
    this(List.of());
  }

  /** With lines for its configuration file. */
  RabbitUnderTest(List<String> settings) {
    super(
        Kind.RABBITMQ,
        PrivateServer.rabbitmq(
            Stream.concat(Stream.of("heartbeat = 2"), settings.stream()).toList()));
  }

  @Override
  String proxied() {
    return "amqp://guest:guest@" + proxy().address();
  }

  /** A new one when the one before is lost: recovery would be one more thing to wait for. */
  synchronized Channel channel() throws Exception {
    Connection open = connection;
    if (open == null || !open.isOpen()) {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(straight());
      factory.setAutomaticRecoveryEnabled(false);
      factory.setRequestedHeartbeat(2);
      factory.setConnectionTimeout(PATIENCE_MILLIS);
      factory.setHandshakeTimeout(PATIENCE_MILLIS);
      factory.setChannelRpcTimeout(PATIENCE_MILLIS);
      open = factory.newConnection("test");
      connection = open;
    }
    Channel channel = open.createChannel();
    if (channel == null) {
      throw new IOException("no channel is free");
    }
    return channel;
  }

  @Override
  void send(String lane, String key, Map<String, String> headers, byte[] body) throws Exception {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().headers(new HashMap<>(headers)).deliveryMode(2).build();
    try (Channel channel = channel()) {
      channel.confirmSelect();
      channel.basicPublish(lane + "-in", key, properties, body);
      channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
    }
  }

  /** What a consumer holds is not counted. */
  @Override
  long pending(String lane) throws Exception {
    String queue = lane + "-events";
    try (Channel channel = channel()) {
      long pending = 0;
      for (String each : List.of(queue, queue + ".delay-200ms", queue + ".delay-2000ms")) {
        pending += channel.messageCount(each);
      }
      return pending;
    }
  }

  @Override
  boolean isLetGo(String lane) throws Exception {
    try (Channel channel = channel()) {
      return channel.consumerCount(lane + "-events") == 0;
    }
  }

  /** An exchange that takes everything to no queue, and that cannot be declared as ours is. */
  @Override
  void takeDeadLetters(String lane) throws Exception {
    String exchange = lane + "-dead";
    try (Channel channel = channel()) {
      channel.exchangeDelete(exchange);
      channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT, true);
    }
  }

  @Override
  void giveDeadLetters(String lane) throws Exception {
    String both = lane + "-dead";
    try (Channel channel = channel()) {
      channel.exchangeDelete(both);
      channel.exchangeDeclare(both, BuiltinExchangeType.TOPIC, true);
      channel.queueBind(both, both, "#");
    }
  }

  @Override
  String alarm() {
    return "cannot be put away";
  }

  @Override
  public void close() {
    synchronized (this) {
      if (connection != null) {
        connection.abort(1_000);
      }
    }
    super.close();
  }
}
