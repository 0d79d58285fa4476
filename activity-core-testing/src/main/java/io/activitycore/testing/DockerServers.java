package io.activitycore.testing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Starts servers in containers, which Testcontainers removes when the JVM ends. */
final class DockerServers {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int TEMPORAL_PORT = 7233;
  private static final int NATS_PORT = 4222;
  private static final int POSTGRES_PORT = 5432;
  private static final int RABBITMQ_PORT = 5672;
  private static final String NATS_FILE = "/etc/activity-core-nats.conf";

  private DockerServers() {}

  /** Starts the server and waits until it is ready. Returns its address. */
  @SuppressWarnings("resource") // it lives as long as the JVM
  static String start(Server server) {
    return switch (server) {
      case TEMPORAL -> start(server, temporal(), TEMPORAL_PORT);
      case NATS -> start(server, nats(), NATS_PORT);
      case KAFKA -> kafka();
      case POSTGRES -> start(server, postgres(), POSTGRES_PORT);
      case RABBITMQ -> start(server, rabbitmq(), RABBITMQ_PORT);
    };
  }

  private static GenericContainer<?> temporal() {
    return new GenericContainer<>(DockerImageName.parse("temporalio/temporal:1.5.1"))
        .withCommand(
            Stream.concat(ServerSettings.temporal(), Stream.of("--ip", EVERYWHERE))
                .toArray(String[]::new));
  }

  private static GenericContainer<?> nats() {
    String configuration =
        ServerSettings.natsConfiguration(EVERYWHERE, NATS_PORT, "/data", List.of());
    return new GenericContainer<>(DockerImageName.parse("nats:2.15"))
        .withCopyToContainer(Transferable.of(configuration), NATS_FILE)
        .withCommand("-js", "-c", NATS_FILE);
  }

  /** A broker tells its clients its address, so that its port is the same inside and outside. */
  @SuppressWarnings("resource") // it lives as long as the JVM
  private static String kafka() {
    int port = Endpoint.freePort();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse("apache/kafka:4.1.1"))
            .withEnv("KAFKA_NODE_ID", "1")
            .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
            .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:" + port + ",CONTROLLER://:9093")
            .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", "8388608");
    container.withEnv(
        "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + container.getHost() + ":" + port);
    container.setPortBindings(List.of(port + ":" + port));
    container.waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1)).start();
    return Server.KAFKA.address(container.getHost(), port);
  }

  private static GenericContainer<?> postgres() {
    return new GenericContainer<>(DockerImageName.parse("postgres:18"))
        .withEnv("POSTGRES_USER", "activity")
        .withEnv("POSTGRES_DB", "activity")
        .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
        .withCommand("postgres", "-c", "shared_preload_libraries=pg_stat_statements");
  }

  private static GenericContainer<?> rabbitmq() {
    return new GenericContainer<>(DockerImageName.parse("rabbitmq:4.0"));
  }

  private static String start(Server server, GenericContainer<?> container, int port) {
    container.withExposedPorts(port).waitingFor(new ReadinessStrategy(server, port)).start();
    return server.address(container.getHost(), container.getMappedPort(port));
  }

  /** Our own readiness: the usual one runs a shell inside, and the NATS image has none. */
  private static final class ReadinessStrategy extends AbstractWaitStrategy {
    private final Server server;
    private final int port;

    ReadinessStrategy(Server server, int port) {
      this.server = server;
      this.port = port;
    }

    @Override
    protected void waitUntilReady() {
      Endpoint endpoint =
          new Endpoint(waitStrategyTarget.getHost(), waitStrategyTarget.getMappedPort(port));
      if (!Await.until(START_LIMIT, () -> Readiness.ready(server, endpoint))) {
        throw new ServerFailedException(
            server.label() + " in a container is not ready after " + START_LIMIT, null);
      }
    }
  }
}
