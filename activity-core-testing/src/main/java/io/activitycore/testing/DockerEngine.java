package io.activitycore.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks whether a Docker engine answers, in at most two seconds and without a word in the log.
 *
 * @param endpoints where to ask: {@code unix://} and {@code tcp://} addresses
 */
record DockerEngine(List<String> endpoints) {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String UNIX = "unix://";
  // Whatever the status: an engine behind TLS answers 400, and its client knows the keys.
  private static final String HTTP = "HTTP/1.";
  private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

  /** Where Docker's own clients look: {@code DOCKER_HOST} alone, otherwise the usual sockets. */
  static DockerEngine of(Map<String, String> environment, Path home) {
    String configured = environment.getOrDefault("DOCKER_HOST", "").strip();
    if (!configured.isEmpty()) {
      return new DockerEngine(List.of(configured));
    }
    Stream<String> rootless =
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
            .map(folder -> folder + "/docker.sock")
            .stream();
    Stream<String> usual =
        Stream.of("/var/run/docker.sock", home.resolve(".docker/run/docker.sock").toString());
    return new DockerEngine(Stream.concat(usual, rootless).map(path -> UNIX + path).toList());
  }

  /** Empty when an engine answers, otherwise why not. */
  Optional<String> problem() {
    return endpoints.stream().anyMatch(DockerEngine::answersInTime)
        ? Optional.empty()
        : Optional.of("no Docker engine answers at " + String.join(", ", endpoints));
  }

  private static boolean answersInTime(String endpoint) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    // A Unix socket has no time-out of its own, so the asking thread is left behind if need be.
    Thread asking = new Thread(() -> answer.complete(answers(endpoint)), "docker-ping");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      asking.interrupt(); // closes its channel
    }
  }

  private static boolean answers(String endpoint) {
    Optional<SocketAddress> address = address(endpoint);
    if (address.isEmpty()) {
      return false;
    }
    try (SocketChannel channel = open(address.get())) {
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer head = ByteBuffer.allocate(HTTP.length());
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // read on
      }
      return new String(head.array(), StandardCharsets.US_ASCII).equals(HTTP);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Optional<SocketAddress> address(String endpoint) {
    if (endpoint.startsWith(UNIX)) {
      return Optional.of(UnixDomainSocketAddress.of(endpoint.substring(UNIX.length())));
    }
    return Endpoint.parse(endpoint).map(at -> new InetSocketAddress(at.host(), at.port()));
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? connected(SocketChannel.open(StandardProtocolFamily.UNIX), address)
        : connected(SocketChannel.open(), address);
  }

  private static SocketChannel connected(SocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
