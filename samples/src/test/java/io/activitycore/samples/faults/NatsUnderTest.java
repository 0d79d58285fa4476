package io.activitycore.samples.faults;

import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.impl.Headers;
import java.util.Map;

/** NATS JetStream, every write synced. */
final class NatsUnderTest implements BrokerUnderTest {

  private final PrivateServer server = PrivateServer.nats();
  private final TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port());
  private final Connection connection;

  NatsUnderTest() throws Exception {
    connection =
        Nats.connect(
            new Options.Builder()
                .server(server.address())
                .maxReconnects(-1)
                .reconnectWait(java.time.Duration.ofMillis(200))
                .build());
  }

  @Override
  public Kind kind() {
    return Kind.NATS;
  }

  @Override
  public PrivateServer server() {
    return server;
  }

  @Override
  public TcpProxy proxy() {
    return proxy;
  }

  @Override
  public String proxied() {
    return "nats://" + proxy.address();
  }

  @Override
  public String straight() {
    return server.address();
  }

  @Override
  public void send(String lane, String key, Map<String, String> headers, byte[] body)
      throws Exception {
    Headers all = new Headers();
    headers.forEach(all::put);
    connection.jetStream().publish(lane + "-in." + key, all, body);
  }

  @Override
  public long pending(String lane) throws Exception {
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
    proxy.close();
    server.close();
  }
}
