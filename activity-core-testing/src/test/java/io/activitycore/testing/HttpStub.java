package io.activitycore.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gives the same bytes to whoever connects; with no bytes it accepts and stays mute. */
final class HttpStub implements AutoCloseable {
  private final ServerSocket listener;

  private HttpStub(ServerSocket listener) {
    this.listener = listener;
  }

  static HttpStub answering(String answer) throws IOException {
    HttpStub stub = new HttpStub(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(() -> stub.serve(answer), "http-stub");
    thread.setDaemon(true);
    thread.start();
    return stub;
  }

  static HttpStub mute() throws IOException {
    return new HttpStub(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  DockerEngine asEngine() {
    return new DockerEngine(List.of("tcp://127.0.0.1:" + listener.getLocalPort()));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(String answer) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // closed, or the client left: the loop's condition decides
      }
    }
  }
}
