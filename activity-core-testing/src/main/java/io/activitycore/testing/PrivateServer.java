package io.activitycore.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server of the test's own, so that a kill hits nobody else: a process on a free loopback port
 * with its own data folder, both gone when it is closed or the JVM ends.
 *
 * <p>The port and the data stay the same over {@link #kill()}, {@link #stop()} and {@link
 * #start()}. Thread-safe; the methods exclude each other.
 */
public final class PrivateServer implements AutoCloseable {
  // Generous: a loaded machine is no reason to fail.
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Server server;
  private final Endpoint endpoint;
  private final Path folder;
  private final Path log;
  private final List<String> command;
  private final ExitHook exitHook;
  private @Nullable ChildProcess process;
  private boolean closed;

  private PrivateServer(Server server, List<String> settings) {
    this.server = server;
    this.endpoint = new Endpoint(Endpoint.LOOPBACK, Endpoint.freePort());
    this.folder = Folders.temporary(server.label());
    this.log = folder.resolve("server.log");
    this.command = command(settings);
    this.exitHook = ExitHook.add(this::remove);
  }

  /**
   * Starts a Temporal development server and waits until it is ready: database in a file (WAL),
   * namespace {@code default}, search attribute {@code activity_id}, eager starts, one partition a
   * task queue, no web interface.
   *
   * @throws ServerNotFoundException when its program is not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer temporal() {
    return started(Server.TEMPORAL, List.of());
  }

  /**
   * The same with dynamic configuration of the server.
   *
   * @param settings such as {@code limit.historyCount.suggestContinueAsNew=30}
   * @throws ServerNotFoundException when its program is not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer temporal(List<String> settings) {
    return started(Server.TEMPORAL, settings);
  }

  /**
   * Starts a NATS server and waits until it is ready: JetStream, every write synced before it is
   * acknowledged, messages up to 8 MB.
   *
   * @throws ServerNotFoundException when its program is not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer nats() {
    return started(Server.NATS, List.of());
  }

  /**
   * The same with lines for its configuration file.
   *
   * @param settings such as {@code tls { cert_file: "/tmp/server.pem", key_file: "/tmp/key.pem" }}
   * @throws ServerNotFoundException when its program is not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer nats(List<String> settings) {
    return started(Server.NATS, settings);
  }

  /**
   * Starts a Kafka broker, its own controller, and waits until it may be used: one copy of
   * everything, messages up to 8 MB, groups that begin without a delay.
   *
   * @throws ServerNotFoundException when its libraries are not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer kafka() {
    return started(Server.KAFKA, List.of());
  }

  /**
   * Starts a PostgreSQL and waits until it is ready: database and user {@code activity}, trusted on
   * loopback, {@code pg_stat_statements} where it has it.
   *
   * @throws ServerNotFoundException when its programs are not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer postgres() {
    return started(Server.POSTGRES, List.of());
  }

  /**
   * The same with settings of the server.
   *
   * @param settings such as {@code max_connections=10}
   * @throws ServerNotFoundException when its programs are not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer postgres(List<String> settings) {
    return started(Server.POSTGRES, settings);
  }

  /**
   * The same with a second listener. A broker tells its clients where to go, so a proxy in front of
   * the first one would be left after the first answer.
   *
   * @param port where it listens
   * @param advertised where it says that it listens: the port of a {@link TcpProxy} to {@code port}
   * @throws ServerNotFoundException when its libraries are not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer kafka(int port, int advertised) {
    return started(
        Server.KAFKA, List.of("PROXIED", Integer.toString(port), Integer.toString(advertised)));
  }

  /**
   * The same with a second listener that speaks TLS and asks who comes ({@code SASL_SSL}).
   *
   * @param port where it listens, and says so
   * @param settings lines for its configuration that say how; the listener's name in them is {@code
   *     secure}, as in {@code listener.name.secure.sasl.enabled.mechanisms=PLAIN}
   * @throws ServerNotFoundException when its libraries are not installed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public static PrivateServer secureKafka(int port, List<String> settings) {
    String text = Integer.toString(port);
    return started(
        Server.KAFKA, Stream.concat(Stream.of("SECURE", text, text), settings.stream()).toList());
  }

  /**
   * Starts a RabbitMQ node and waits until it is ready: guest as its user, no plugins. It takes
   * some seconds.
   *
   * @throws ServerNotFoundException when the tests do not run in the repository
   * @throws ServerFailedException when it is not ready within a minute, or is not installed
   */
  public static PrivateServer rabbitmq() {
    return started(Server.RABBITMQ, List.of());
  }

  /**
   * The same with lines for its configuration file.
   *
   * @param settings such as {@code consumer_timeout = 8000}
   * @throws ServerNotFoundException when the tests do not run in the repository
   * @throws ServerFailedException when it is not ready within a minute, or is not installed
   */
  public static PrivateServer rabbitmq(List<String> settings) {
    return started(Server.RABBITMQ, settings);
  }

  /**
   * The same with files: it may see no others of ours.
   *
   * @param settings as above; {@code {folder}} in them is where the files are, as in {@code
   *     ssl_options.cacertfile = {folder}/ca.pem}
   * @param files what is in them, by name
   * @throws ServerNotFoundException when the tests do not run in the repository
   * @throws ServerFailedException when it is not ready within a minute, or is not installed
   */
  public static PrivateServer rabbitmq(List<String> settings, Map<String, String> files) {
    return started(Server.RABBITMQ, settings, files);
  }

  private static PrivateServer started(Server server, List<String> settings) {
    return started(server, settings, Map.of());
  }

  private static PrivateServer started(
      Server server, List<String> settings, Map<String, String> files) {
    PrivateServer made = new PrivateServer(server, settings);
    files.forEach((name, content) -> Folders.write(made.folder.resolve(name), content));
    try {
      made.start();
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** What its client connects to: {@code host:port}, NATS {@code nats://host:port}, a JDBC URL. */
  public String address() {
    return server.address(endpoint.host(), endpoint.port());
  }

  /** Its port on the loopback interface. */
  public int port() {
    return endpoint.port();
  }

  /** The file with its output; it goes with the folder when the server is closed. */
  public Path log() {
    return log;
  }

  /** PostgreSQL's data folder. */
  Path data() {
    return folder.resolve("data");
  }

  /** Whether its process exists, frozen or not. */
  public synchronized boolean alive() {
    return process != null && process.alive();
  }

  /**
   * Starts it again, on the same port with the same data, and waits until it is ready.
   *
   * @throws IllegalStateException when it runs, or is closed
   * @throws ServerFailedException when it is not ready within a minute
   */
  public synchronized void start() {
    if (closed || alive()) {
      throw new IllegalStateException(this + (closed ? " is closed" : " runs already"));
    }
    long startsBefore = server.announcements(log);
    if (server == Server.POSTGRES) {
      // After a kill its children end by themselves; until then their memory is in use.
      boolean gone = Await.until(START_LIMIT, () -> PostgresPrograms.isGone(folder));
      if (!gone) {
        throw new ServerFailedException(this + " has children that do not end", null);
      }
    }
    ChildProcess started = ChildProcess.start(command, Map.of("GOGC", "400"), log);
    process = started;
    boolean ended = Await.until(START_LIMIT, () -> !started.alive() || ready(startsBefore));
    if (!ended || !started.alive()) {
      String what = started.alive() ? "is not ready after " + START_LIMIT : "ended at once";
      started.kill();
      throw new ServerFailedException(this + " " + what + Folders.tail(log), null);
    }
  }

  private boolean ready(long startsBefore) {
    return Readiness.ready(server, endpoint)
        && (!server.announcesItself() || server.announcements(log) > startsBefore);
  }

  /** SIGKILL, to a frozen one too; returns when it is gone. Does nothing when it does not run. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /**
   * SIGTERM, to a frozen one too; returns when it is gone. Does nothing when it does not run.
   *
   * @throws ServerFailedException when it still runs after half a minute
   */
  public synchronized void stop() {
    if (process == null) {
      return;
    }
    if (server == Server.POSTGRES) {
      process.interrupt(); // at SIGTERM it would wait for its clients to leave
    } else {
      process.terminate();
    }
    if (!process.awaitExit(STOP_LIMIT)) {
      throw new ServerFailedException(
          this + " still runs " + STOP_LIMIT + " after SIGTERM" + Folders.tail(log), null);
    }
  }

  /** SIGSTOP: its connections stay open and nothing answers until {@link #thaw()}. */
  public synchronized void freeze() {
    running().freeze();
  }

  /** SIGCONT: it goes on where it was. */
  public synchronized void thaw() {
    running().thaw();
  }

  /** Kills it and deletes its folder. Idempotent. */
  @Override
  public void close() {
    exitHook.remove();
    remove();
  }

  /** Such as {@code private nats 127.0.0.1:20123}. */
  @Override
  public String toString() {
    return "private " + server.label() + " " + endpoint.host() + ":" + endpoint.port();
  }

  private synchronized void remove() {
    closed = true;
    kill();
    boolean unused = Await.until(STOP_LIMIT, () -> PostgresPrograms.isGone(folder));
    Folders.delete(folder);
  }

  private ChildProcess running() {
    if (process == null || !process.alive()) {
      throw new IllegalStateException(this + " does not run");
    }
    return process;
  }

  private List<String> command(List<String> settings) {
    Repository repository = Repository.above(Path.of(""));
    if (server == Server.POSTGRES) {
      return new PostgresPrograms(repository, System.getenv())
          .server(folder, endpoint.port(), settings, log);
    }
    Path program = repository.program(server, System.getenv());
    if (server == Server.TEMPORAL) {
      return ServerSettings.temporalCommand(
          program, endpoint.port(), folder.resolve("temporal.db"), settings);
    }
    if (server == Server.KAFKA) {
      return KafkaProcess.prepare(program, endpoint, settings, folder, log);
    }
    if (server == Server.RABBITMQ) {
      return Stream.of(
              Stream.of(program, folder),
              Stream.of(endpoint.port(), Endpoint.freePort(), Endpoint.freePort()),
              settings.stream())
          .flatMap(part -> part)
          .map(Object::toString)
          .toList();
    }
    Path configuration = folder.resolve("nats.conf");
    Folders.write(
        configuration,
        ServerSettings.natsConfiguration(
            endpoint.host(), endpoint.port(), folder.resolve("store").toString(), settings));
    return List.of(program.toString(), "-c", configuration.toString());
  }
}
