package io.activitycore.kafka;

import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A Kafka of this JVM's own, to be killed and cut off: one listener is reached straight, the other
 * one through a proxy only. It ends with the JVM; whoever breaks it mends it.
 */
final class FaultKafka {

  private static final class Holder {
    static final FaultKafka ONLY = new FaultKafka();
  }

  private final TcpProxy proxy;
  private final PrivateServer server;

  private FaultKafka() {
    int behind = freePort();
    proxy = TcpProxy.to("127.0.0.1", behind);
    server = PrivateServer.kafka(behind, proxy.port());
  }

  static FaultKafka get() {
    return Holder.ONLY;
  }

  PrivateServer server() {
    return server;
  }

  TcpProxy proxy() {
    return proxy;
  }

  /** Through the proxy. */
  String cuttable() {
    return proxy.address();
  }

  /** Straight. */
  String straight() {
    return server.address();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
