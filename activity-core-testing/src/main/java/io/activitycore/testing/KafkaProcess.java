package io.activitycore.testing;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A Kafka broker that is its own controller, as a Java process. */
final class KafkaProcess {
  private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);

  private KafkaProcess() {}

  /**
   * Writes its configuration, prepares its data folder, and returns how to start it.
   *
   * @param more as {@link ServerSettings#kafkaConfiguration} wants it
   */
  static List<String> prepare(
      Path libraries, Endpoint endpoint, List<String> more, Path folder, Path log) {
    Path configuration = folder.resolve("server.properties");
    Folders.write(
        configuration,
        ServerSettings.kafkaConfiguration(
            endpoint.port(), Endpoint.freePort(), more, folder.resolve("data")));
    // One argument: an id may begin with a dash.
    List<String> format =
        List.of("format", "--cluster-id=" + clusterId(), "-c", configuration.toString());
    ChildProcess formatting =
        ChildProcess.start(java(libraries, "kafka.tools.StorageTool", format), Map.of(), log);
    if (!formatting.awaitExit(FORMAT_LIMIT) || formatting.exitCode() != 0) {
      formatting.kill();
      throw new ServerFailedException(
          "the data folder of a private kafka cannot be formatted" + Folders.tail(log), null);
    }
    return java(libraries, "kafka.Kafka", List.of(configuration.toString()));
  }

  private static List<String> java(Path libraries, String main, List<String> arguments) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
                "-cp",
                libraries + File.separator + "*",
                main),
            arguments.stream())
        .toList();
  }

  /** Kafka's own spelling of a UUID. */
  private static String clusterId() {
    UUID id = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
