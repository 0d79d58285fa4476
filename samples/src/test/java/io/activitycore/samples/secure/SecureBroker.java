package io.activitycore.samples.secure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Brokers;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSourceException;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker with a certificate by a private authority that lets one user in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecureBroker {

  static final String USER = "activity";
  static final String PASSWORD = "let-me-in";

  private static final String WRONG = "let-them-in";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Certificates certificates;
  private PrivateServer server;

  /** Its name in {@code activity-core.broker}. */
  abstract String name();

  /** Starts it with the certificate and the user. */
  abstract PrivateServer startServer(Certificates certificates) throws Exception;

  /** In code, by the client's own options. */
  abstract Broker inCode(Certificates certificates, String password) throws Exception;

  /** From configuration, without the adapter's prefix: address, user, password. */
  abstract Map<String, String> access(String password);

  /** From configuration, without the adapter's prefix: whom to trust. */
  abstract Map<String, String> trust(Certificates certificates);

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    certificates = Certificates.make(folder);
    server = startServer(certificates);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no port is free", e);
    }
  }

  private Broker configured(Map<String, String> access, Map<String, String> trust) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(Brokers.BROKER, name());
    access.forEach((key, value) -> settings.put(Brokers.ADAPTERS + name() + '.' + key, value));
    trust.forEach((key, value) -> settings.put(Brokers.ADAPTERS + name() + '.' + key, value));
    return Brokers.from(settings);
  }

  @Test
  void events_come_and_go_by_the_clients_own_options() throws Exception {
    try (Broker broker = inCode(certificates, PASSWORD)) {
      assertWorks(broker, "in-code");
    }
  }

  @Test
  void events_come_and_go_by_configuration() {
    try (Broker broker = configured(access(PASSWORD), trust(certificates))) {
      assertWorks(broker, "configured");
    }
  }

  @Test
  void a_wrong_password_is_one_clear_error_without_it() {
    try (Broker broker = configured(access(WRONG), trust(certificates))) {
      assertThatExceptionOfType(EventSourceException.class)
          .isThrownBy(
              () ->
                  broker.source().subscribe(d -> CompletableFuture.completedStage(Settlement.ACK)))
          .satisfies(SecureBroker::assertRefused);
      assertThatExceptionOfType(EventSinkException.class)
          .isThrownBy(() -> broker.sink().publish(event("never")))
          .satisfies(SecureBroker::assertRefused);
    }
  }

  private static void assertRefused(Exception error) {
    assertThat(error.getMessage())
        .containsPattern("(?i)authenti|authoriz|refused using|login")
        .doesNotContain(WRONG, "\n");
  }

  @Test
  void a_server_whose_authority_is_not_known_is_not_talked_to() {
    try (Broker broker = configured(access(PASSWORD), Map.of())) {
      assertThatExceptionOfType(EventSinkException.class)
          .isThrownBy(() -> broker.sink().publish(event("never")))
          .withMessageContaining("certif")
          .withMessageNotContaining(PASSWORD);
    }
  }

  private static void assertWorks(Broker broker, String id) {
    Queue<String> bodies = new ConcurrentLinkedQueue<>();
    broker
        .source()
        .subscribe(
            delivery -> {
              bodies.add(new String(delivery.body(), UTF_8));
              return CompletableFuture.completedStage(Settlement.ACK);
            });
    broker.publisher().publish(event(id));
    broker.sink().publish(event(id));
    await()
        .atMost(LONGEST)
        .until(() -> bodies.stream().anyMatch(body -> body.contains('"' + id + '"')));
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(
        id,
        "test.secure",
        "urn:test",
        Instant.parse("2026-11-21T09:00:00Z"),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }
}
