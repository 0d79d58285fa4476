package io.activitycore.samples.faults;

import io.activitycore.testing.PrivateServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Map;

/** NATS JetStream, every write synced. */
final class NatsUnderTest extends BrokerUnderTest {

  private final Connection connection;

  NatsUnderTest() throws Exception {
    super(Kind.NATS, PrivateServer.nats());
    connection =
        Nats.connect(
            new Options.Builder()
                .server(straight())
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(200))
                .build());
  }

  @Override
  String proxied() {
    return "nats://" + proxy().address();
  }

  @Override
  void send(String lane, String key, Map<String, String> headers, byte[] body) throws Exception {
    Headers all = new Headers();
    headers.forEach(all::put);
    connection.jetStream().publish(lane + "-in." + key, all, body);
  }

  @Override
  long pending(String lane) throws Exception {
    ConsumerInfo info =
        connection.jetStreamManagement().getConsumerInfo(Kind.stream(lane, "in"), lane + "-router");
    return info.getNumPending() + info.getNumAckPending();
  }

  /** A stream that is full takes nothing more. */
  @Override
  void takeDeadLetters(String lane) throws Exception {
    limitDeadLetters(lane, 1);
  }

  @Override
  void giveDeadLetters(String lane) throws Exception {
    limitDeadLetters(lane, -1);
  }

  private void limitDeadLetters(String lane, long bytes) throws Exception {
    JetStreamManagement management = connection.jetStreamManagement();
    StreamConfiguration now =
        management.getStreamInfo(Kind.stream(lane, "dead")).getConfiguration();
    management.updateStream(
        StreamConfiguration.builder(now).maxBytes(bytes).discardPolicy(DiscardPolicy.New).build());
  }

  /** A client beside the hosts. */
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    super.close();
  }
}
