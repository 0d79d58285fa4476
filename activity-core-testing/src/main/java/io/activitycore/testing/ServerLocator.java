package io.activitycore.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One search for a server. Its inputs are injected; of the world it sees them only, and the TCP
 * ports they name.
 *
 * @param environment the environment variables
 * @param workingDirectory where the search for the repository begins
 * @param docker asked whether an engine answers
 * @param containers starts a server in a container and returns its address; called only when an
 *     engine answered, because loading Testcontainers without one is slow and loud
 */
record ServerLocator(
    Map<String, String> environment,
    Path workingDirectory,
    DockerEngine docker,
    Function<Server, String> containers) {

  String locate(Server server) {
    Optional<String> configured = configured(server);
    if (configured.isPresent()) {
      return configured.get();
    }
    List<String> tried = new ArrayList<>();
    tried.add(server.variable() + " is not set");
    return recorded(server, tried).orElseGet(() -> contained(server, tried));
  }

  private Optional<String> configured(Server server) {
    String value = environment.getOrDefault(server.variable(), "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> problem = problem(value);
    if (problem.isPresent()) {
      throw new ServerNotFoundException(
          server.variable()
              + "="
              + value
              + ": "
              + problem.get()
              + ". Start that server, or unset the variable and run: "
              + command(server),
          null);
    }
    return Optional.of(value);
  }

  private Optional<String> recorded(Server server, List<String> tried) {
    Optional<Path> file = Repository.above(workingDirectory).addressFile(server);
    if (file.isEmpty()) {
      tried.add(
          "no folder with " + Repository.SCRIPT + " above " + workingDirectory.toAbsolutePath());
      return Optional.empty();
    }
    Optional<String> address = firstLine(file.get());
    Optional<String> problem =
        address.map(this::problem).orElse(Optional.of("dev/servers has not started it"));
    problem.ifPresent(
        reason -> tried.add(file.get() + address.map(at -> " = " + at).orElse("") + ": " + reason));
    return problem.isPresent() ? Optional.empty() : address;
  }

  private String contained(Server server, List<String> tried) {
    Optional<String> silent = docker.problem();
    if (silent.isPresent()) {
      tried.add(silent.get());
      throw notFound(server, tried, null);
    }
    try {
      return containers.apply(server);
    } catch (RuntimeException e) {
      tried.add("the Docker engine did not start it: " + e.getMessage());
      throw notFound(server, tried, e);
    }
  }

  /** Empty when one of the comma-separated addresses answers. */
  private Optional<String> problem(String addresses) {
    List<Optional<String>> problems =
        Arrays.stream(addresses.split(",", -1))
            .map(
                address ->
                    Endpoint.parse(address.strip())
                        .map(Endpoint::problem)
                        .orElse(Optional.of("not of the form host:port")))
            .toList();
    return problems.contains(Optional.<String>empty()) ? Optional.empty() : problems.get(0);
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Files.readString(file).lines().map(String::strip).findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // removed between the two looks: the server has just been stopped
    }
  }

  private static ServerNotFoundException notFound(
      Server server, List<String> tried, @Nullable RuntimeException e) {
    return new ServerNotFoundException(
        "no "
            + server.label()
            + " server: "
            + String.join("; ", tried)
            + ". Run: "
            + command(server),
        e);
  }

  private static String command(Server server) {
    return "dev/servers start " + server.wanted();
  }
}
