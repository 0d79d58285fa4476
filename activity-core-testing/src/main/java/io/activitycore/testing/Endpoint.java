package io.activitycore.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP address. */
record Endpoint(String host, int port) {
  static final String LOOPBACK = "127.0.0.1";

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  // Below the ports that Linux and macOS give to outgoing connections: while a server of ours is
  // down, none of them can take its port, nor can a client that retries connect to itself.
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int PORT_ATTEMPTS = 200;

  /**
   * Reads {@code host:port}, {@code scheme://user@host:port} or such behind {@code jdbc:}; empty
   * when it is neither.
   */
  static Optional<Endpoint> parse(String given) {
    String address = given.startsWith("jdbc:") ? given.substring("jdbc:".length()) : given;
    try {
      URI uri = new URI(address.contains("://") ? address : "tcp://" + address);
      return uri.getHost() == null || uri.getPort() < 0
          ? Optional.empty()
          : Optional.of(new Endpoint(uri.getHost(), uri.getPort()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Connects and closes. Empty when somebody answered, otherwise why not. */
  Optional<String> problem() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT_LIMIT.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /** A loopback port that nobody listens on, outside the range of outgoing connections. */
  static int freePort() {
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException e) {
        // taken: try another
      }
    }
    throw new IllegalStateException(
        "no free port on " + LOOPBACK + " between " + FIRST_PORT + " and " + LAST_PORT);
  }
}
