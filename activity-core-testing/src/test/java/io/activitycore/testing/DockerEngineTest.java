package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {
  private final Path folder;

  DockerEngineTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anEngineOnAUnixSocketIsSeen() throws Exception {
    Path path = folder.resolve("docker.sock");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      Thread engine = new Thread(() -> answerOnce(listener), "engine");
      engine.start();

      assertThat(
              new DockerEngine(List.of("unix://" + folder + "/none", "unix://" + path)).problem())
          .isEmpty();
      engine.join();
    }
  }

  @Test
  void anEngineBehindTlsIsSeen() throws IOException {
    try (HttpStub engine = HttpStub.answering("HTTP/1.0 400 Bad Request\r\n\r\n")) {
      assertThat(engine.asEngine().problem()).isEmpty();
    }
  }

  @Test
  void somethingElseOnThePortIsNoEngine() throws IOException {
    try (HttpStub other = HttpStub.answering("220 mail ready\r\n")) {
      assertThat(other.asEngine().problem()).isPresent();
    }
  }

  @Test
  void aMuteEngineCostsSecondsOnly() throws IOException {
    try (HttpStub mute = HttpStub.mute()) {
      long start = System.nanoTime();
      assertThat(mute.asEngine().problem()).isPresent();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void dockerHostAloneIsAskedWhenItIsSet() {
    assertThat(DockerEngine.of(Map.of("DOCKER_HOST", "tcp://build:2375"), folder).endpoints())
        .containsExactly("tcp://build:2375");
  }

  @Test
  void otherwiseTheUsualSockets() {
    assertThat(DockerEngine.of(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), folder).endpoints())
        .containsExactly(
            "unix:///var/run/docker.sock",
            "unix://" + folder + "/.docker/run/docker.sock",
            "unix:///run/user/7/docker.sock");
  }

  @Test
  void nonsenseIsNoEngine() {
    assertThat(new DockerEngine(List.of("npipe:////./pipe/docker", "", "::")).problem())
        .isPresent();
  }

  private static void answerOnce(ServerSocketChannel listener) {
    try (SocketChannel channel = listener.accept()) {
      assertThat(channel.read(ByteBuffer.allocate(1024))).isPositive();
      channel.write(
          ByteBuffer.wrap("HTTP/1.0 200 OK\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
