package io.activitycore.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code dev/servers} keeps what it installs and starts. */
record Repository(Optional<Path> root) {
  static final String SCRIPT = "dev/servers";

  /** RabbitMQ needs preparations that a script knows; it becomes the server. */
  private static final String PRIVATE_RABBITMQ = "dev/lib/rabbitmq-private";

  /** Walks up from a folder to the one that holds {@code dev/servers}. */
  static Repository above(Path folder) {
    return new Repository(
        Stream.iterate(folder.toAbsolutePath().normalize(), at -> at != null, Path::getParent)
            .filter(at -> Files.isRegularFile(at.resolve(SCRIPT)))
            .findFirst());
  }

  Optional<Path> addressFile(Server server) {
    return root.map(at -> at.resolve(".dev/run").resolve(server.label() + ".address"));
  }

  /** The server's program: the one that {@code dev/servers} installed, otherwise one on PATH. */
  Path program(Server server, Map<String, String> environment) {
    if (server == Server.KAFKA) {
      return root.map(at -> at.resolve(".dev/kafka").resolve(server.binary()))
          .filter(Files::isDirectory)
          .orElseThrow(() -> notInstalled(server));
    }
    if (server == Server.RABBITMQ) {
      return root.map(at -> at.resolve(PRIVATE_RABBITMQ)).orElseThrow(() -> notInstalled(server));
    }
    Stream<Path> installed = root.map(at -> at.resolve(".dev/bin")).stream();
    Stream<Path> onPath =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isBlank())
            .map(Path::of);
    return Stream.concat(installed, onPath)
        .map(folder -> folder.resolve(server.binary()))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(() -> notInstalled(server));
  }

  private ServerNotFoundException notInstalled(Server server) {
    String place = root.map(at -> at.resolve(".dev/bin")).map(Path::toString).orElse(".dev/bin");
    return new ServerNotFoundException(
        "no program "
            + server.binary()
            + ": neither in "
            + place
            + " nor on PATH. Run: dev/servers install "
            + server.wanted(),
        null);
  }
}
