package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateServerIT {

  @ParameterizedTest
  @EnumSource
  void survivesAKillOnTheSamePortAndIsGoneAfterClose(Server server) {
    PrivateServer mine = start(server);
    Endpoint endpoint = new Endpoint(Endpoint.LOOPBACK, mine.port());
    String address = mine.address();
    Path folder = mine.log().getParent();
    try (mine) {
      assertThat(Readiness.ready(server, endpoint)).isTrue();

      mine.kill();
      assertThat(mine.alive()).isFalse();
      assertThat(endpoint.problem()).isPresent();

      mine.start();
      assertThat(mine.address()).isEqualTo(address);
      assertThat(Readiness.ready(server, endpoint)).isTrue();

      mine.stop();
      assertThat(mine.alive()).isFalse();
      mine.start();
      assertThat(Readiness.ready(server, endpoint)).isTrue();
    }
    assertThat(endpoint.problem()).isPresent();
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void doesNothingWhileFrozenAndGoesOnAfterwards(Server server) {
    try (PrivateServer mine = start(server)) {
      Endpoint endpoint = new Endpoint(Endpoint.LOOPBACK, mine.port());
      mine.freeze();
      assertThat(Readiness.ready(server, endpoint)).isFalse();
      assertThat(mine.alive()).isTrue();
      mine.thaw();
      assertThat(Await.until(Duration.ofSeconds(20), () -> Readiness.ready(server, endpoint)))
          .isTrue();
      mine.freeze();
      mine.stop();
      assertThat(mine.alive()).isFalse();
    }
  }

  @Test
  void twoServersDoNotMeet() {
    try (PrivateServer one = PrivateServer.nats();
        PrivateServer other = PrivateServer.nats()) {
      assertThat(one.address()).startsWith("nats://127.0.0.1:").isNotEqualTo(other.address());
      one.kill();
      assertThat(other.alive()).isTrue();
    }
  }

  @Test
  void temporalKnowsTheSearchAttributeAfterAKillToo() {
    try (PrivateServer temporal = PrivateServer.temporal()) {
      assertThat(searchAttributes(temporal)).contains("activity_id");
      temporal.kill();
      temporal.start();
      assertThat(searchAttributes(temporal)).contains("activity_id");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyWithItsLog() throws Exception {
    try (PrivateServer nats = PrivateServer.nats()) {
      nats.stop();
      Files.writeString(nats.log().resolveSibling("nats.conf"), "listen: nonsense nonsense {");
      assertThatThrownBy(nats::start)
          .isInstanceOf(ServerFailedException.class)
          .hasMessageContaining("ended at once")
          .hasMessageContaining("nats.conf");
      assertThat(nats.alive()).isFalse();
    }
  }

  @Test
  void isNotStartedTwiceNorAfterClose() {
    PrivateServer nats = PrivateServer.nats();
    try (nats) {
      assertThatThrownBy(nats::start).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(nats::start).hasMessageContaining("is closed");
    assertThatThrownBy(nats::freeze).hasMessageContaining("does not run");
    nats.close();
  }

  @Test
  void diesWithTheJvmThatStartedIt(@TempDir Path temporary) {
    Duration limit = Duration.ofSeconds(60);
    Path log = temporary.resolve("child.log");
    try (JavaProcess child = JavaProcess.start(ServerMain.class, Map.of(), log)) {
      assertThat(child.awaitExit(limit)).isZero();
      int port = Integer.parseInt(child.awaitLine("port=", limit).split("=", -1)[1]);
      assertThat(new Endpoint(Endpoint.LOOPBACK, port).problem()).isPresent();
      assertThat(Path.of(child.awaitLine("log=", limit).split("=", -1)[1]).getParent())
          .doesNotExist();
    }
  }

  private static PrivateServer start(Server server) {
    return switch (server) {
      case TEMPORAL -> PrivateServer.temporal();
      case NATS -> PrivateServer.nats();
      case KAFKA -> PrivateServer.kafka();
      case RABBITMQ -> PrivateServer.rabbitmq();
      case POSTGRES -> PrivateServer.postgres();
    };
  }

  private static List<String> searchAttributes(PrivateServer temporal) {
    OperatorServiceStubs stubs =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .validateAndBuildWithDefaults());
    try {
      return List.copyOf(
          stubs
              .blockingStub()
              .listSearchAttributes(
                  ListSearchAttributesRequest.newBuilder().setNamespace("default").build())
              .getCustomAttributesMap()
              .keySet());
    } finally {
      stubs.shutdownNow();
    }
  }
}
