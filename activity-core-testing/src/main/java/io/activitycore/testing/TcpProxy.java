package io.activitycore.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a loopback port to a server, and breaks the way between them when told to.
 *
 * <p>Thread-safe. Its threads are daemons and end with {@link #close()}.
 */
public final class TcpProxy implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int NO_CUT = -1;

  private enum Mode {
    FORWARD,
    BLACKHOLE,
    REFUSE,
    CLOSED
  }

  private final Endpoint target;
  private final int port = Endpoint.freePort();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Object cutLock = new Object();
  private long bytesBeforeCut = NO_CUT; // guarded by cutLock
  private Mode mode = Mode.REFUSE;
  private @Nullable Listener listener;

  private TcpProxy(Endpoint target) {
    this.target = target;
  }

  /**
   * Starts to forward.
   *
   * @param host the server's host; it need not be up yet
   * @param port the server's port
   */
  public static TcpProxy to(String host, int port) {
    TcpProxy proxy = new TcpProxy(new Endpoint(host, port));
    proxy.heal();
    return proxy;
  }

  /** The loopback port that clients connect to; it stays the same. */
  public int port() {
    return port;
  }

  /** Where clients connect to, {@code 127.0.0.1:port}. */
  public String address() {
    return Endpoint.LOOPBACK + ":" + port;
  }

  /** As if the server were down: open connections are reset, new ones are refused. */
  public void refuse() {
    synchronized (this) {
      enter(Mode.REFUSE);
    }
    stopListening();
    reset();
  }

  /**
   * As if the network were gone: connections stay open and new ones are accepted, yet no byte and
   * no end of a connection passes. After {@link #heal()} what was held back is passed on.
   */
  public synchronized void blackhole() {
    enter(Mode.BLACKHOLE);
    listen();
  }

  /** Resets the open connections, on both sides. New ones are treated as before. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /** Forwards again. A cut that was ordered and has not happened is called off. */
  public synchronized void heal() {
    synchronized (cutLock) {
      bytesBeforeCut = NO_CUT;
    }
    enter(Mode.FORWARD);
    listen();
  }

  /**
   * Cuts once, after the server has been sent so many more bytes by all clients together: it gets
   * these and the end of the stream, the clients get a reset and no answer. Connections made later
   * are forwarded.
   *
   * @param bytes at least 1
   */
  public void cutAfter(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("cutAfter(" + bytes + "): expected at least 1");
    }
    synchronized (cutLock) {
      bytesBeforeCut = bytes;
    }
  }

  /** Resets the open connections and gives up the port. Idempotent; final. */
  @Override
  public void close() {
    synchronized (this) {
      mode = Mode.CLOSED;
      notifyAll();
    }
    stopListening();
    reset();
  }

  private void enter(Mode next) {
    if (mode == Mode.CLOSED) {
      throw new IllegalStateException("the proxy is closed");
    }
    mode = next;
    notifyAll();
  }

  private void listen() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true); // the connections of before may linger
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listener = new Listener(opened, daemon("accept", () -> accept(opened)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address(), e);
    }
  }

  private void stopListening() {
    Listener stopped;
    synchronized (this) {
      stopped = listener;
      listener = null;
    }
    if (stopped != null) {
      closeQuietly(stopped.socket());
      // The port takes connections until the accepting thread has left the kernel.
      Await.ended(stopped.acceptor());
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Link link = new Link(from.accept());
        if (admit(link)) {
          daemon("out", link::forward);
        }
      }
    } catch (IOException e) {
      closeQuietly(from); // by refuse or close: the usual end
    }
  }

  private synchronized boolean admit(Link link) {
    if (mode == Mode.REFUSE || mode == Mode.CLOSED) {
      link.reset();
      return false;
    }
    return links.add(link);
  }

  private synchronized void awaitPassage() throws IOException {
    while (mode == Mode.BLACKHOLE) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
  }

  private void toServer(byte[] bytes, int count, OutputStream out) throws IOException {
    synchronized (cutLock) {
      if (bytesBeforeCut != NO_CUT) {
        int granted = (int) Math.min(count, bytesBeforeCut);
        out.write(bytes, 0, granted);
        bytesBeforeCut -= granted;
        if (bytesBeforeCut == 0) {
          bytesBeforeCut = NO_CUT;
          links.forEach(Link::cut);
        }
        return;
      }
    }
    out.write(bytes, 0, count);
  }

  private Thread daemon(String role, Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy-" + port + "-" + role);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // it is of no more use either way
    }
  }

  private record Listener(ServerSocket socket, Thread acceptor) {}

  /** What happens to bytes on their way from one side to the other. */
  @FunctionalInterface
  private interface Passage {
    void pass(byte[] bytes, int count, OutputStream out) throws IOException;
  }

  /** One connection: the client's socket and the one to the server. */
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicInteger openWays = new AtomicInteger(2);

    Link(Socket client) {
      this.client = client;
    }

    void forward() {
      try {
        awaitPassage();
        server.connect(
            new InetSocketAddress(target.host(), target.port()), (int) CONNECT_LIMIT.toMillis());
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        daemon(
            "back", () -> pump(server, client, (bytes, count, out) -> out.write(bytes, 0, count)));
        pump(client, server, TcpProxy.this::toServer);
      } catch (IOException e) {
        reset();
      }
    }

    private void pump(Socket from, Socket to, Passage passage) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          awaitPassage();
          passage.pass(buffer, count, out);
        }
        awaitPassage();
        to.shutdownOutput();
        if (openWays.decrementAndGet() == 0) {
          end();
        }
      } catch (IOException e) {
        reset();
      }
    }

    /** The server can still read what it was sent: a reset would take that away. */
    void cut() {
      reset(client);
      try {
        server.shutdownOutput();
      } catch (IOException e) {
        end();
      }
    }

    void reset() {
      reset(client);
      reset(server);
      links.remove(this);
    }

    private void end() {
      closeQuietly(client);
      closeQuietly(server);
      links.remove(this);
    }

    private void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0); // makes close a reset
      } catch (IOException e) {
        // not connected or closed already
      }
      closeQuietly(socket);
    }
  }
}
