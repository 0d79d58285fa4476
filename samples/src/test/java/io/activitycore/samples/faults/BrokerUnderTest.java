package io.activitycore.samples.faults;

import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import java.util.Map;

/**
 * A real broker of the test's own: hosts come to it through a proxy, the test straight. Used by one
 * thread at a time, but {@link #send}, which another one may call.
 */
interface BrokerUnderTest extends AutoCloseable {

  /** Which one. */
  Kind kind();

  /** The process. */
  PrivateServer server();

  /** What stands between it and the hosts. */
  TcpProxy proxy();

  /** Where hosts find it. */
  String proxied();

  /** Where it really is. */
  String straight();

  /**
   * Puts a message to where the lane's source reads; confirmed when this returns, otherwise it
   * throws, and the message may be there or not.
   */
  void send(String lane, String key, Map<String, String> headers, byte[] body) throws Exception;

  /** How many of the messages sent are not settled yet; exact once they are let go of. */
  long pending(String lane) throws Exception;

  /** Whether no host holds any of them, as far as that cannot be told from what is pending. */
  default boolean isLetGo(String lane) throws Exception {
    return true;
  }

  @Override
  void close();
}
