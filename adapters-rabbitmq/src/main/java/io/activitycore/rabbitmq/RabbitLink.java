package io.activitycore.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections, opened when first needed and again when lost: the server stops reading from one
 * that publishes when it runs short of memory or disk, and acknowledgements must not stand behind
 * that. Thread-safe.
 */
final class RabbitLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RabbitLink.class);
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int CONNECT_MILLIS = 5_000;

  /** What is done on a channel of its own. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T on(Channel channel) throws IOException, E;
  }

  private final ConnectionFactory factory;
  private final List<Address> addresses;
  private final Line consuming = new Line("activity-core in");
  private final Line publishing = new Line("activity-core out");

  RabbitLink(RabbitOptions options) {
    this.factory = options.factory().clone();
    this.factory.setAutomaticRecoveryEnabled(false);
    this.factory.setTopologyRecoveryEnabled(false);
    this.factory.setChannelRpcTimeout((int) options.requestTimeout().toMillis());
    this.addresses =
        options.addresses().isEmpty()
            ? List.of(new Address(factory.getHost(), factory.getPort()))
            : options.addresses();
  }

  static ConnectionFactory factory(String uri) {
    ConnectionFactory made = new ConnectionFactory();
    try {
      made.setUri(new URI(uri));
      if (made.isSSL()) {
        // The client's own default trusts everybody.
        made.useSslProtocol(SSLContext.getDefault());
        made.enableHostnameVerification();
      }
    } catch (URISyntaxException e) {
      // The address may hold a password: it is not repeated.
      throw wrong(new URISyntaxException("(hidden)", e.getReason(), e.getIndex()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw wrong(e);
    }
    made.useBlockingIo();
    made.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    made.setConnectionTimeout(CONNECT_MILLIS);
    made.setHandshakeTimeout(CONNECT_MILLIS);
    made.setShutdownTimeout(CONNECT_MILLIS);
    made.setThreadFactory(threads("activity-rabbitmq-client"));
    return made;
  }

  private static IllegalArgumentException wrong(Exception cause) {
    return new IllegalArgumentException(
        "RabbitMQ options: uri: expected amqp[s]://user:password@host:port/vhost", cause);
  }

  /** Daemon threads of that name: a host that forgets to close must still be able to exit. */
  static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  Channel consumingChannel() throws IOException {
    return channel(consuming.connection());
  }

  Channel publishingChannel() throws IOException {
    return channel(publishing.connection());
  }

  Connection publishingConnection() throws IOException {
    return publishing.connection();
  }

  /** Does something on a channel of its own, which is closed afterwards. */
  <T, E extends Exception> T once(Work<T, E> work) throws IOException, E {
    Channel channel = publishingChannel();
    try {
      return work.on(channel);
    } finally {
      close(channel);
    }
  }

  private static Channel channel(Connection connection) throws IOException {
    try {
      Channel channel = connection.createChannel();
      if (channel == null) {
        throw new IOException("no channel is free on " + connection);
      }
      return channel;
    } catch (AlreadyClosedException e) {
      throw new IOException(reason(e), e);
    }
  }

  /** Closes it if it is open; what was sent before has reached the server then. */
  static void close(Channel channel) {
    try {
      if (channel.isOpen()) {
        channel.close();
      }
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      log.debug("RabbitMQ: a channel was closed already: {}", e.toString());
    }
  }

  /** What the server, the client or we said, in one line. */
  static String reason(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null && saysNothing(at)) {
      at = at.getCause();
    }
    if (at instanceof ShutdownSignalException shutdown) {
      return Names.line(Shutdown.text(shutdown));
    }
    String message = at.getMessage();
    return Names.line(message == null ? at.toString() : message);
  }

  /** The client wraps what the server said without a word of its own. */
  private static boolean saysNothing(Throwable error) {
    String message = error.getMessage();
    return !(error instanceof ShutdownSignalException)
        && (message == null || message.equals(String.valueOf(error.getCause())));
  }

  @Override
  public void close() {
    consuming.close();
    publishing.close();
  }

  /** One connection. */
  private final class Line {
    private final String name;
    private @Nullable Connection connection;
    private boolean lost;
    private boolean closed;

    Line(String name) {
      this.name = name;
    }

    synchronized Connection connection() throws IOException {
      if (closed) {
        throw new IOException("this RabbitMQ broker is closed");
      }
      Connection open = connection;
      if (open != null && open.isOpen()) {
        return open;
      }
      open = connect();
      connection = open;
      return open;
    }

    private Connection connect() throws IOException {
      try {
        Connection open = factory.newConnection(addresses, name);
        open.addShutdownListener(this::gone);
        if (lost) {
          log.info("RabbitMQ: connected again to {} ({})", open.getAddress(), name);
        }
        lost = false;
        return open;
      } catch (IOException | TimeoutException | RuntimeException e) {
        throw new IOException("no RabbitMQ server at " + addresses + ": " + reason(e), e);
      }
    }

    private void gone(ShutdownSignalException why) {
      if (!why.isInitiatedByApplication()) {
        log.warn("RabbitMQ: connection lost ({}): {}", name, reason(why));
        synchronized (this) {
          lost = true;
        }
      }
    }

    void close() {
      Connection open;
      synchronized (this) {
        closed = true;
        open = connection;
        connection = null;
      }
      if (open != null) {
        open.abort(CONNECT_MILLIS);
      }
    }
  }
}
