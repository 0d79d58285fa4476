package io.activitycore.testing;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Finds the shared servers that tests run against, in this order: the environment variable ({@code
 * ACTIVITY_CORE_TEMPORAL}, {@code ACTIVITY_CORE_NATS}, ...), the one that {@code dev/servers}
 * started in this repository, a container where a Docker engine answers.
 *
 * <p>A server once found is kept for the life of the JVM; a failed search is repeated when asked
 * again. Tests that break a server use a {@link PrivateServer} instead. Thread-safe.
 */
public final class Servers {
  private static final Servers SHARED =
      new Servers(
          new ServerLocator(
              System.getenv(),
              Path.of(""),
              DockerEngine.of(System.getenv(), Path.of(System.getProperty("user.home"))),
              server -> DockerServers.start(server)));

  private final ServerLocator locator;
  private final Map<Server, String> found = new EnumMap<>(Server.class);

  Servers(ServerLocator locator) {
    this.locator = locator;
  }

  /**
   * A Temporal server with the namespace {@code default} and the search attribute {@code
   * activity_id}.
   *
   * @return its target, {@code host:port}
   * @throws ServerNotFoundException when there is none; the message says what to run
   */
  public static String temporal() {
    return SHARED.find(Server.TEMPORAL);
  }

  /**
   * A NATS server with JetStream.
   *
   * @return its URL, such as {@code nats://127.0.0.1:4222}; the environment variable's value as it
   *     stands
   * @throws ServerNotFoundException when there is none; the message says what to run
   */
  public static String nats() {
    return SHARED.find(Server.NATS);
  }

  /**
   * A Kafka broker.
   *
   * @return its address, {@code host:port}; the environment variable's value as it stands
   * @throws ServerNotFoundException when there is none; the message says what to run
   */
  public static String kafka() {
    return SHARED.find(Server.KAFKA);
  }

  /**
   * A PostgreSQL with an empty or used database, in which a test makes a schema of its own.
   *
   * @return its JDBC URL, with the user; the environment variable's value as it stands
   * @throws ServerNotFoundException when there is none; the message says what to run
   */
  public static String postgres() {
    return SHARED.find(Server.POSTGRES);
  }

  /**
   * A RabbitMQ 4 server.
   *
   * @return its URI, such as {@code amqp://guest:guest@127.0.0.1:5672}; the environment variable's
   *     value as it stands
   * @throws ServerNotFoundException when there is none; the message says what to run
   */
  public static String rabbitmq() {
    return SHARED.find(Server.RABBITMQ);
  }

  synchronized String find(Server server) {
    String known = found.get(server);
    if (known != null) {
      return known;
    }
    String address = locator.locate(server);
    found.put(server, address);
    return address;
  }
}
