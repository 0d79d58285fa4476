package io.activitycore.samples.faults;

import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import java.util.Map;

/**
 * A real broker of the test's own: hosts come to it through a proxy, the test straight. Used by one
 * thread at a time, but {@link #send}, which another one may call.
 */
abstract class BrokerUnderTest implements AutoCloseable {

  private final Kind kind;
  private final PrivateServer server;
  private final TcpProxy proxy;

  /** With a proxy before the server's port. */
  BrokerUnderTest(Kind kind, PrivateServer server) {
    this(kind, server, TcpProxy.to("127.0.0.1", server.port()));
  }

  /** With a proxy that is there already. */
  BrokerUnderTest(Kind kind, PrivateServer server, TcpProxy proxy) {
    this.kind = kind;
    this.server = server;
    this.proxy = proxy;
  }

  /** Which one. */
  final Kind kind() {
    return kind;
  }

  /** The process. */
  final PrivateServer server() {
    return server;
  }

  /** What stands between it and the hosts. */
  final TcpProxy proxy() {
    return proxy;
  }

  /** Where hosts find it. */
  abstract String proxied();

  /** Where it really is. */
  final String straight() {
    return server.address();
  }

  /**
   * Puts a message to where the lane's source reads; confirmed when this returns, otherwise it
   * throws, and the message may be there or not.
   */
  abstract void send(String lane, String key, Map<String, String> headers, byte[] body)
      throws Exception;

  /** How many of the messages sent are not settled yet; exact once they are let go of. */
  abstract long pending(String lane) throws Exception;

  /** Whether no host holds any of them, as far as that cannot be told from what is pending. */
  boolean isLetGo(String lane) throws Exception {
    return true;
  }

  /** From now on nothing can be put where the lane's dead letters go; a host has declared that. */
  abstract void takeDeadLetters(String lane) throws Exception;

  /** It can again. */
  abstract void giveDeadLetters(String lane) throws Exception;

  /** What the log of a host says that cannot dead-letter. */
  String alarm() {
    return "cannot be dead-lettered";
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
