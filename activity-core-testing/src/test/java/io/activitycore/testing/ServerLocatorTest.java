package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLocatorTest {
  private final Path repository;
  private final Path module;

  ServerLocatorTest(@TempDir Path repository) throws IOException {
    this.repository = repository;
    module = Files.createDirectories(repository.resolve("module/deep"));
    Files.createDirectories(repository.resolve("dev"));
    Files.writeString(repository.resolve("dev/servers"), "#!/bin/sh\n");
    Files.createDirectories(repository.resolve(".dev/run"));
  }

  @Test
  void theEnvironmentVariableComesFirst() throws IOException {
    try (ServerSocket one = listening();
        ServerSocket other = listening()) {
      record("nats", "nats://127.0.0.1:" + other.getLocalPort());
      String url = "nats://user:secret@127.0.0.1:" + one.getLocalPort();

      assertThat(locator(Map.of("ACTIVITY_CORE_NATS", url)).locate(Server.NATS)).isEqualTo(url);
    }
  }

  @Test
  void oneAnsweringUrlOfAListIsEnough() throws IOException {
    try (ServerSocket socket = listening()) {
      String urls =
          "nats://127.0.0.1:" + Endpoint.freePort() + ", nats://127.0.0.1:" + socket.getLocalPort();

      assertThat(locator(Map.of("ACTIVITY_CORE_NATS", urls)).locate(Server.NATS)).isEqualTo(urls);
    }
  }

  @Test
  void aVariableThatPointsToADeadServerIsAnErrorThatNamesItEvenIfAnotherRuns() throws IOException {
    try (ServerSocket socket = listening()) {
      String dead = "127.0.0.1:" + Endpoint.freePort();
      record("temporal", "127.0.0.1:" + socket.getLocalPort());

      assertThatThrownBy(
              () -> locator(Map.of("ACTIVITY_CORE_TEMPORAL", dead)).locate(Server.TEMPORAL))
          .isInstanceOf(ServerNotFoundException.class)
          .hasMessageContaining("ACTIVITY_CORE_TEMPORAL=" + dead);
    }
  }

  @Test
  void aVariableThatIsNoAddressIsAnErrorThatSaysWhatWasExpected() {
    assertThatThrownBy(
            () -> locator(Map.of("ACTIVITY_CORE_TEMPORAL", "localhost")).locate(Server.TEMPORAL))
        .isInstanceOf(ServerNotFoundException.class)
        .hasMessageContaining("ACTIVITY_CORE_TEMPORAL=localhost: not of the form host:port");
  }

  @Test
  void thenTheRepositorysOwnServerFromAnyFolderInIt() throws IOException {
    try (ServerSocket socket = listening()) {
      String target = "127.0.0.1:" + socket.getLocalPort();
      record("temporal", target + "\n");

      assertThat(locator(Map.of("ACTIVITY_CORE_TEMPORAL", " ")).locate(Server.TEMPORAL))
          .isEqualTo(target);
    }
  }

  @Test
  void nothingFoundSaysWhatWasTriedAndWhatToRun() throws IOException {
    String stale = "nats://127.0.0.1:" + Endpoint.freePort();
    record("nats", stale);

    assertThatThrownBy(() -> locator(Map.of()).locate(Server.NATS))
        .isInstanceOf(ServerNotFoundException.class)
        .hasMessageStartingWith("no nats server: ACTIVITY_CORE_NATS is not set; ")
        .hasMessageContaining(repository.resolve(".dev/run/nats.address") + " = " + stale)
        .hasMessageContaining("no Docker engine answers at unix://")
        .hasMessageEndingWith("Run: dev/servers start temporal nats");
    assertThatThrownBy(() -> locator(Map.of()).locate(Server.TEMPORAL))
        .hasMessageContaining("temporal.address: dev/servers has not started it");
  }

  @Test
  void outsideOfARepositoryThatIsSaid() throws IOException {
    Files.delete(repository.resolve("dev/servers"));

    assertThatThrownBy(() -> locator(Map.of()).locate(Server.NATS))
        .hasMessageContaining("no folder with dev/servers above " + module);
  }

  @Test
  void atLastAContainerWhereAnEngineAnswers() throws IOException {
    try (HttpStub engine = HttpStub.answering("HTTP/1.1 200 OK\r\n\r\nOK")) {
      ServerLocator locator =
          new ServerLocator(
              Map.of(), module, engine.asEngine(), server -> "container of " + server.label());

      assertThat(locator.locate(Server.NATS)).isEqualTo("container of nats");
    }
  }

  @Test
  void aContainerThatDoesNotStartIsNamedWithItsReason() throws IOException {
    try (HttpStub engine = HttpStub.answering("HTTP/1.1 200 OK\r\n\r\nOK")) {
      ServerLocator locator =
          new ServerLocator(
              Map.of(),
              module,
              engine.asEngine(),
              server -> {
                throw new IllegalStateException("no such image");
              });

      assertThatThrownBy(() -> locator.locate(Server.NATS))
          .isInstanceOf(ServerNotFoundException.class)
          .hasMessageContaining("the Docker engine did not start it: no such image")
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aServerOnceFoundIsKeptAndAFailedSearchIsRepeated() throws IOException {
    AtomicInteger searches = new AtomicInteger();
    try (HttpStub engine = HttpStub.answering("HTTP/1.1 200 OK\r\n\r\nOK")) {
      Servers servers =
          new Servers(
              new ServerLocator(
                  Map.of(),
                  module,
                  engine.asEngine(),
                  server -> {
                    if (searches.incrementAndGet() == 1) {
                      throw new IllegalStateException("not yet");
                    }
                    return "found";
                  }));

      assertThatThrownBy(() -> servers.find(Server.NATS))
          .isInstanceOf(ServerNotFoundException.class);
      assertThat(servers.find(Server.NATS)).isEqualTo("found");
      assertThat(servers.find(Server.NATS)).isEqualTo("found");
      assertThat(searches).hasValue(2);
    }
  }

  @Test
  void theProgramOfTheRepositoryComesBeforeTheOneOnThePath() throws IOException {
    Path onPath = program(repository.resolve("path"), Server.NATS);
    Map<String, String> environment = Map.of("PATH", repository.resolve("path").toString());

    assertThat(Repository.above(module).program(Server.NATS, environment)).isEqualTo(onPath);
    Path installed = program(repository.resolve(".dev/bin"), Server.NATS);
    assertThat(Repository.above(module).program(Server.NATS, environment)).isEqualTo(installed);
    assertThatThrownBy(() -> Repository.above(module).program(Server.TEMPORAL, environment))
        .isInstanceOf(ServerNotFoundException.class)
        .hasMessageContaining(repository.resolve(".dev/bin").toString())
        .hasMessageEndingWith("Run: dev/servers install temporal nats");
  }

  private ServerLocator locator(Map<String, String> environment) {
    DockerEngine none = new DockerEngine(List.of("unix://" + repository.resolve("docker.sock")));
    return new ServerLocator(environment, module, none, ServerLocatorTest::noContainer);
  }

  private static String noContainer(Server server) {
    throw new AssertionError("no engine answers, so nobody may ask for a container: " + server);
  }

  private void record(String server, String address) throws IOException {
    Files.writeString(repository.resolve(".dev/run/" + server + ".address"), address);
  }

  private static Path program(Path folder, Server server) throws IOException {
    Path file = Files.createDirectories(folder).resolve(server.binary());
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
