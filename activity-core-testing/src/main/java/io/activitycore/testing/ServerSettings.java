package io.activitycore.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How the servers are run, as a process or in a container. */
final class ServerSettings {
  private ServerSettings() {}

  /** Temporal's arguments, without those for its address and its database. */
  static Stream<String> temporal() {
    return Stream.of(
        "server",
        "start-dev",
        "--headless",
        "--log-level",
        "error",
        "--search-attribute",
        "activity_id=Keyword",
        "--sqlite-pragma",
        "journal_mode=wal",
        "--sqlite-pragma",
        "synchronous=1",
        "--dynamic-config-value",
        "system.enableActivityEagerExecution=true",
        "--dynamic-config-value",
        "system.enableEagerWorkflowStart=true",
        "--dynamic-config-value",
        "matching.numTaskqueueReadPartitions=1",
        "--dynamic-config-value",
        "matching.numTaskqueueWritePartitions=1");
  }

  /** Temporal as a process on loopback, with its database in a file. */
  static List<String> temporalCommand(
      Path program, int port, Path database, List<String> settings) {
    return Stream.of(
            Stream.of(program.toString()),
            temporal(),
            Stream.of("--ip", Endpoint.LOOPBACK, "--port", Integer.toString(port)),
            Stream.of("--db-filename", database.toString()),
            settings.stream().flatMap(each -> Stream.of("--dynamic-config-value", each)))
        .flatMap(part -> part)
        .toList();
  }

  /**
   * A Kafka broker on loopback that is its own controller, with one copy of everything.
   *
   * @param more none, or of a second listener name, port and the port that is told of, then lines
   */
  static String kafkaConfiguration(int port, int controllerPort, List<String> more, Path data) {
    boolean second = !more.isEmpty();
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%4$s
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d%5$s
    controller.listener.names=CONTROLLER
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT,SECURE:SASL_SSL
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    broker.session.timeout.ms=4000
    broker.heartbeat.interval.ms=500
    message.max.bytes=8388608
    replica.fetch.max.bytes=8388608
    %6$s
    """
        .formatted(
            port,
            controllerPort,
            data,
            second ? "," + more.get(0) + "://127.0.0.1:" + more.get(1) : "",
            second ? "," + more.get(0) + "://127.0.0.1:" + more.get(2) : "",
            second ? String.join("\n", more.subList(3, more.size())) : "");
  }

  /** The NATS server's configuration file. Every acknowledged message has been synced to disk. */
  static String natsConfiguration(
      String host, int port, String storeFolder, List<String> settings) {
    return """
    listen: "%s:%d"
    max_payload: 8MB
    jetstream {
      store_dir: "%s"
      sync_interval: always
    }
    %s
    """
        .formatted(host, port, storeFolder, String.join("\n", settings));
  }
}
