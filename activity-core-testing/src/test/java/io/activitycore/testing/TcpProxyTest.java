package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int SHORT_MILLIS = 200;
  private static final int LONG_MILLIS = 20_000;

  private final EchoServer echo = EchoServer.start();
  private final TcpProxy proxy = TcpProxy.to(Endpoint.LOOPBACK, echo.port());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void forwardsBothWaysAndTheEndOfTheStream() throws IOException {
    try (Socket client = connect()) {
      byte[] much = "0123456789".repeat(10_000).getBytes(StandardCharsets.UTF_8);
      client.getOutputStream().write(much);
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(much);
    }
    assertThat(proxy.address()).isEqualTo("127.0.0.1:" + proxy.port());
  }

  @Test
  void refuseEndsConnectionsAndRefusesNewOnesUntilHealed() throws IOException {
    try (Socket client = connect()) {
      assertThat(say(client, "hello")).isEqualTo("hello");
      proxy.refuse();
      assertThatThrownBy(() -> say(client, "x")).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    proxy.heal();
    try (Socket client = connect()) {
      assertThat(say(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void blackholeHoldsEverythingBackUntilHealed() throws IOException {
    try (Socket client = connect()) {
      assertThat(say(client, "hello")).isEqualTo("hello");
      proxy.blackhole();
      client.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> say(client, "held")).isInstanceOf(SocketTimeoutException.class);
      try (Socket late = connect()) {
        late.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> say(late, "late")).isInstanceOf(SocketTimeoutException.class);

        proxy.heal();
        client.setSoTimeout(LONG_MILLIS);
        late.setSoTimeout(LONG_MILLIS);
        assertThat(read(client, 4)).isEqualTo("held");
        assertThat(read(late, 4)).isEqualTo("late");
      }
    }
    assertThat(echo.text()).contains("held").contains("late");
  }

  @Test
  void resetBreaksConnectionsAndTakesNewOnes() throws IOException {
    try (Socket client = connect()) {
      assertThat(say(client, "hello")).isEqualTo("hello");
      proxy.reset();
      assertThatThrownBy(() -> read(client, 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    try (Socket client = connect()) {
      assertThat(say(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void cutAfterGivesTheServerSoManyBytesAndTheClientNone() throws IOException {
    try (Socket client = connect()) {
      proxy.cutAfter(6);
      assertThat(say(client, "four")).isEqualTo("four");
      client.getOutputStream().write("56789".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> client.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class);
    }
    assertThat(Await.until(Duration.ofSeconds(20), () -> echo.text().equals("four56"))).isTrue();
    try (Socket client = connect()) {
      assertThat(say(client, "once only")).isEqualTo("once only");
    }
    assertThatThrownBy(() -> proxy.cutAfter(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerThatIsDownEndsTheConnection() throws IOException {
    echo.close();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void afterCloseNothingIsLeft() throws IOException {
    try (Socket client = connect()) {
      assertThat(say(client, "hello")).isEqualTo("hello");
      proxy.blackhole();
      proxy.close();
      proxy.close();
      assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
    }
    assertThatThrownBy(proxy::heal).isInstanceOf(IllegalStateException.class);
    String prefix = "tcp-proxy-" + proxy.port();
    assertThat(
            Await.until(
                Duration.ofSeconds(20),
                () ->
                    Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith(prefix))))
        .isTrue();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(LONG_MILLIS);
    return socket;
  }

  private static String say(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(bytes);
    return read(socket, bytes.length);
  }

  private static String read(Socket socket, int count) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new SocketException("ended after " + bytes.length + " of " + count + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
