package io.activitycore.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection: the host's, or our own, opened when first needed. Thread-safe. */
final class NatsLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NatsLink.class);
  private static final Duration LAST_FLUSH = Duration.ofSeconds(2);

  private final @Nullable Options client;
  private final JetStreamOptions jetStream;
  private @Nullable Connection connection;
  private boolean closed;

  NatsLink(NatsOptions options) {
    this.client = options.client();
    this.connection = options.connection();
    this.jetStream =
        JetStreamOptions.builder(options.jetStream())
            .requestTimeout(options.requestTimeout())
            .build();
  }

  static Options clientOptions(String url) {
    return clientBuilder().server(url).build();
  }

  /** The client's defaults but these. */
  static Options.Builder clientBuilder() {
    return new Options.Builder()
        .connectionName("activity-core")
        .maxReconnects(-1)
        .reconnectWait(Duration.ofMillis(500))
        .pingInterval(Duration.ofSeconds(10))
        .maxPingsOut(2)
        .executor(Executors.newCachedThreadPool(threads("activity-nats-client")))
        .connectThreadFactory(threads("activity-nats-connect"))
        .callbackThreadFactory(threads("activity-nats-callback"))
        .errorListener(new QuietErrors());
  }

  /** Daemon threads of that name: a host that forgets to close must still be able to exit. */
  static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  synchronized Connection connection() throws IOException {
    if (closed) {
      throw new IOException("this NATS broker is closed");
    }
    Connection open = connection;
    if (open == null) {
      open = connect();
      connection = open;
    }
    return open;
  }

  JetStream jetStream() throws IOException {
    return connection().jetStream(jetStream);
  }

  JetStreamManagement management() throws IOException {
    return connection().jetStreamManagement(jetStream);
  }

  private Connection connect() throws IOException {
    Options options = client;
    if (options == null) {
      throw new IOException("no NATS connection");
    }
    if (options.getMaxReconnect() >= 0) {
      log.warn(
          "NATS: the client gives up after {} attempts to reconnect, expected maxReconnects(-1)",
          options.getMaxReconnect());
    }
    try {
      Connection open = Nats.connect(options);
      open.addConnectionListener(new StateLog());
      return open;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while connecting to " + options.getServers(), e);
    } catch (IOException e) {
      String reason =
          options.getErrorListener() instanceof QuietErrors errors ? errors.afterwards() : "";
      throw new IOException(
          "no NATS server at " + options.getServers() + ": " + e.getMessage() + reason, e);
    }
  }

  /** Sends what is buffered, so that the last acknowledgements are not lost. */
  static void flush(Connection connection) {
    try {
      connection.flush(LAST_FLUSH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | IllegalStateException e) {
      log.debug("NATS: nothing more could be sent: {}", e.toString());
    }
  }

  /** Closes the connection if it is ours. */
  @Override
  public synchronized void close() {
    closed = true;
    Connection open = connection;
    if (client == null || open == null) {
      return;
    }
    flush(open);
    try {
      open.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One line for each change of the connection. */
  private static final class StateLog implements ConnectionListener {
    private final AtomicBoolean lost = new AtomicBoolean();

    @Override
    @Deprecated
    public void connectionEvent(Connection connection, Events type) {
      switch (type) {
        case DISCONNECTED -> {
          if (lost.compareAndSet(false, true)) { // every failed attempt to reconnect is one more
            log.warn("NATS: connection lost, reconnecting");
          }
        }
        case RECONNECTED -> {
          lost.set(false);
          log.info("NATS: connected again to {}", connection.getConnectedUrl());
        }
        case CLOSED -> log.info("NATS: connection closed");
        default -> log.debug("NATS: {}", type);
      }
    }
  }

  /** The client's own listener prints a line for each failed attempt to reconnect. */
  private static final class QuietErrors implements ErrorListener {
    private static final long TOLD_MILLIS = 500;

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile @Nullable Exception last;

    /**
     * What happened last, to be said after what the client says: it leaves out why. The client
     * tells it on a thread of its own, which may come later than the failure itself.
     */
    String afterwards() {
      try {
        if (!told.await(TOLD_MILLIS, TimeUnit.MILLISECONDS)) {
          return "";
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Exception known = last;
      String message = known == null ? null : known.getMessage();
      return message == null ? "" : " (" + message.replaceAll("\\s+", " ") + ")";
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
      log.warn("NATS: server reports: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception error) {
      // That a connection was closed is no reason when it was closed for want of trust.
      if (!(last instanceof SSLException)) {
        last = error;
      }
      told.countDown();
      log.debug("NATS: {}", error.toString());
    }
  }
}
