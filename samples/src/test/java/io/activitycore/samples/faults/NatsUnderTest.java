package io.activitycore.samples.faults;

import io.activitycore.testing.PrivateServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
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
