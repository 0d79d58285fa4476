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

  /** The NATS server's configuration file. Every acknowledged message has been synced to disk. */
  static String natsConfiguration(String host, int port, String storeFolder) {
    return """
    listen: "%s:%d"
    max_payload: 8MB
    jetstream {
      store_dir: "%s"
      sync_interval: always
    }
    """
        .formatted(host, port, storeFolder);
  }
}
