package io.activitycore.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.DeadLettersException;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.Inbox.Handed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the dead letters of a broker. */
public abstract class DeadLettersContract extends ContractSuite {

  /** For the adapter's tests. */
  protected DeadLettersContract() {}

  private static byte[] body(String id, String type) {
    return EnvelopeJson.write(
        new EventEnvelope(
            id,
            type,
            "https://shop.example.com",
            Instant.parse("2026-11-21T09:00:00Z"),
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode(),
            Map.of()));
  }

  private void sendEvent(String id, String type) {
    broker().send(new Message("a", body(id, type), Map.of("X-Shop", id)));
  }

  private static String id(Delivery delivery) {
    return String.valueOf(EventHints.of(delivery.body(), delivery.headers()).eventId());
  }

  /** The code is the event's id up to the first hyphen. */
  private static Settlement refuse(Delivery delivery) {
    String id = id(delivery);
    return new Settlement.DeadLetter(id.substring(0, id.indexOf('-')), "refused " + id);
  }

  private static DeadLetters port(Broker broker) {
    return broker.deadLetters().orElseThrow(() -> new AssertionError("no dead-letters port"));
  }

  private static List<String> ids(DeadLetters port, DeadLetterQuery query) {
    return port.list(query).stream().map(StoredDeadLetter::eventId).toList();
  }

  private void awaitStored(DeadLetters port, int count) {
    Patience.await(
        patience(),
        () -> port.list(DeadLetterQuery.all()).size() == count,
        () -> count + " dead letters: " + ids(port, DeadLetterQuery.all()));
  }

  /**
   * Dead-letters these events, all of type {@code contract.<code>}, and closes the subscription.
   */
  private void deadLetter(String... ids) {
    Broker broker = open(Tuning.usual());
    Inbox unused = consume(broker, DeadLettersContract::refuse);
    for (int i = 0; i < ids.length; i++) {
      sendEvent(ids[i], "contract." + ids[i].substring(0, ids[i].indexOf('-')));
      awaitStored(port(broker), i + 1); // one after the other: oldest first is known
    }
    close(broker);
  }

  @Test
  @DisplayName("D01 A dead letter is listed and found with all that is known of it")
  void listed() {
    Instant before = Instant.now().minusSeconds(1);
    deadLetter("bad-1");
    DeadLetters port = port(open(Tuning.usual()));

    StoredDeadLetter letter = port.list(DeadLetterQuery.all()).get(0);
    assertThat(letter.body()).isEqualTo(body("bad-1", "contract.bad"));
    assertThat(letter.headers()).containsEntry("X-Shop", "bad-1");
    assertThat(letter.code()).isEqualTo("bad");
    assertThat(letter.reason()).isEqualTo("refused bad-1");
    assertThat(letter.eventId()).isEqualTo("bad-1");
    assertThat(letter.eventType()).isEqualTo("contract.bad");
    assertThat(letter.position()).isNotBlank();
    assertThat(letter.time()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(letter.id()).matches("[!-~]+");
    assertThat(port.find(letter.id()).map(StoredDeadLetter::eventId)).contains("bad-1");
  }

  @Test
  @DisplayName("D02 The list is oldest first and restricted by code, type, time and limit")
  void filtered() {
    deadLetter("bad-1", "late-1", "bad-2", "bad-3");
    DeadLetters port = port(open(Tuning.usual()));
    DeadLetterQuery all = DeadLetterQuery.all();

    assertThat(ids(port, all)).containsExactly("bad-1", "late-1", "bad-2", "bad-3");
    assertThat(ids(port, all.withCode("bad"))).containsExactly("bad-1", "bad-2", "bad-3");
    assertThat(ids(port, all.withEventType("contract.late"))).containsExactly("late-1");
    assertThat(ids(port, all.withCode("bad").withLimit(2))).containsExactly("bad-1", "bad-2");
    Instant second = port.list(all).get(1).time();
    assertThat(ids(port, all.between(second.plusMillis(1), null))).doesNotContain("late-1");
    assertThat(ids(port, all.between(null, second))).contains("bad-1").doesNotContain("late-1");
  }

  @Test
  @DisplayName("D03 An unknown id is not found, not replayed and not discarded")
  void unknown() {
    deadLetter("bad-1");
    DeadLetters port = port(open(Tuning.usual()));
    String known = port.list(DeadLetterQuery.all()).get(0).id();

    for (String id : Stream.of("no-such-id", "999999999", known + "9", "").toList()) {
      assertThat(port.find(id)).isEmpty();
      assertThat(port.replay(id)).isFalse();
      assertThat(port.discard(id)).isFalse();
    }
    assertThat(ids(port, DeadLetterQuery.all())).containsExactly("bad-1");
  }

  @Test
  @DisplayName("D04 A replay delivers the original bytes and headers again, as attempt 1")
  void replayed() {
    deadLetter("bad-1");
    Broker broker = open(Tuning.usual());
    Inbox inbox = acking(broker);
    DeadLetters port = port(broker);

    assertThat(port.replay(port.list(DeadLetterQuery.all()).get(0).id())).isTrue();
    inbox.awaitCount(1);
    Delivery again = inbox.all().get(0).delivery();
    assertThat(again.body()).isEqualTo(body("bad-1", "contract.bad"));
    assertThat(again.headers()).containsEntry("X-Shop", "bad-1");
    assertThat(again.attempt()).isEqualTo(1);
    awaitStored(port, 0);
    assertThat(Patience.comes(quiet(), () -> inbox.all().size() > 1)).isFalse();
  }

  @Test
  @DisplayName("D05 Replayed by several at once, an event is delivered and no dead letter is left")
  void replayedByMany() {
    deadLetter("bad-1", "bad-2");
    Broker broker = open(Tuning.usual());
    Inbox inbox = acking(broker);
    DeadLetters port = port(broker);
    List<String> ids = port.list(DeadLetterQuery.all()).stream().map(StoredDeadLetter::id).toList();
    List<CompletableFuture<Boolean>> all =
        Stream.of(0, 1, 2, 3)
            .map(i -> CompletableFuture.supplyAsync(() -> port.replay(ids.get(i % 2))))
            .toList();

    assertThat(all.stream().filter(CompletableFuture::join)).hasSizeGreaterThanOrEqualTo(2);
    awaitStored(port, 0);
    Patience.await(
        patience(),
        () ->
            inbox.all().stream()
                .map(h -> id(h.delivery()))
                .toList()
                .containsAll(List.of("bad-1", "bad-2")),
        inbox::summary);
    assertThat(ids).allSatisfy(id -> assertThat(port.replay(id)).isFalse());
  }

  @Test
  @DisplayName("D06 What is discarded is gone and never delivered")
  void discarded() {
    deadLetter("bad-1", "bad-2");
    Broker broker = open(Tuning.usual());
    Inbox inbox = acking(broker);
    DeadLetters port = port(broker);
    String first = port.list(DeadLetterQuery.all()).get(0).id();

    assertThat(port.discard(first)).isTrue();
    assertThat(port.discard(first)).isFalse();
    assertThat(port.find(first)).isEmpty();
    assertThat(ids(port, DeadLetterQuery.all())).containsExactly("bad-2");
    assertThat(Patience.comes(quiet(), () -> !inbox.all().isEmpty())).isFalse();
  }

  @Test
  @DisplayName(
      "D07 What fails again after a replay is a dead letter again, and can be replayed again")
  void failsAgain() {
    deadLetter("bad-1");
    AtomicBoolean mended = new AtomicBoolean();
    Broker broker = open(Tuning.usual());
    Inbox inbox = consume(broker, d -> mended.get() ? Settlement.ACK : refuse(d));
    DeadLetters port = port(broker);
    String first = port.list(DeadLetterQuery.all()).get(0).id();
    assertThat(port.replay(first)).isTrue();
    inbox.awaitCount(1);
    Patience.await(
        patience(),
        () -> port.list(DeadLetterQuery.all()).stream().anyMatch(l -> !l.id().equals(first)),
        () -> "it did not become a dead letter again");
    mended.set(true);
    assertThat(port.replay(port.list(DeadLetterQuery.all()).get(0).id())).isTrue();

    inbox.awaitCount(2);
    assertThat(inbox.all())
        .extracting(Handed::delivery)
        .extracting(DeadLettersContract::id)
        .containsExactly("bad-1", "bad-1");
    awaitStored(port, 0);
  }

  @Test
  @DisplayName(
      "D08 Without the server every call fails with a DeadLettersException, nothing is lost")
  void serverOutage() {
    Outage outage = needs(broker().serverOutage(), "the server");
    deadLetter("bad-1");
    DeadLetters port = port(open(Tuning.usual()));
    String id = port.list(DeadLetterQuery.all()).get(0).id();
    outage.begin();
    assertThatExceptionOfType(DeadLettersException.class).isThrownBy(() -> port.replay(id));
    assertThatExceptionOfType(DeadLettersException.class)
        .isThrownBy(() -> port.list(DeadLetterQuery.all()));
    outage.end();

    Patience.await(
        patience().plus(Duration.ofSeconds(10)),
        () -> ids(port(open(Tuning.usual())), DeadLetterQuery.all()).contains("bad-1"),
        () -> "the dead letter is lost");
  }
}
