package io.activitycore.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.spi.Broker;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.SourceState;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.Inbox.Handed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an event source: what is handed over, and what each settlement means. */
public abstract class EventSourceContract extends ContractSuite {

  private static final Duration RETRY = Duration.ofMillis(700);

  /** For the adapter's tests. */
  protected EventSourceContract() {}

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    IntStream.range(0, 256).forEach(i -> bytes[i] = (byte) i);
    return bytes;
  }

  private List<String> sendOneOfEachKey(int count) {
    List<String> texts = IntStream.range(0, count).mapToObj(i -> "k" + i + "-1").toList();
    texts.forEach(text -> send(text.substring(0, text.indexOf('-')), text));
    return texts;
  }

  @Test
  @DisplayName("R01 A message is handed over with its bytes, headers and position, as attempt 1")
  void handedOverAsSent() {
    Map<String, String> headers = Map.of("X-Shop", "berlin", "x_lower", "1");
    Broker broker = open(Tuning.usual());
    Inbox inbox = acking(broker);
    broker().send(new Message("a", everyByte(), headers));

    inbox.awaitCount(1);
    Delivery delivery = inbox.all().get(0).delivery();
    assertThat(delivery.body()).isEqualTo(everyByte());
    assertThat(delivery.headers()).containsAllEntriesOf(headers);
    assertThat(delivery.position()).isNotBlank();
    assertThat(delivery.attempt()).isEqualTo(1);
    assertThat(broker.source().name()).isNotBlank();
  }

  @Test
  @DisplayName("R02 A delivery that is not settled comes again after the consumer dies")
  void unsettledComesAgain() {
    Broker first = open(Tuning.usual());
    Inbox dying = holding(first);
    send("a", "a-1");
    dying.await("a-1");
    crash(first);

    acking(open(Tuning.usual())).await("a-1");
  }

  @Test
  @DisplayName("R03 A delivery that is acknowledged never comes again")
  void acknowledgedStaysAway() {
    Broker first = open(Tuning.usual());
    Inbox done = acking(first);
    List<String> texts = sendOneOfEachKey(5);
    done.awaitAll(texts);
    close(first);

    Inbox second = acking(open(Tuning.usual()));
    send("z", "z-1");
    second.await("z-1");
    assertThat(Patience.comes(quiet(), () -> second.all().size() > 1)).isFalse();
    assertThat(done.texts()).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  @DisplayName("R04 A settled neighbour does not acknowledge what is still in hand")
  void neighboursAreNotAcknowledged() {
    Broker first = open(Tuning.usual());
    Inbox dying = holding(first);
    List<String> texts = sendOneOfEachKey(8);
    dying.awaitAll(texts);
    List<String> held =
        dying.all().stream().map(Handed::text).filter(t -> t.charAt(1) % 2 == 0).toList();
    dying.all().stream().filter(h -> !held.contains(h.text())).forEach(Handed::ack);
    Patience.comes(Duration.ofMillis(300), () -> false); // time for a wrong commit
    crash(first);

    acking(open(Tuning.usual())).awaitAll(held);
  }

  @Test
  @DisplayName("R05 A delivery in hand is not handed over a second time, however long it takes")
  void inHandOnce() {
    Broker broker = open(Tuning.usual());
    Inbox inbox = holding(broker);
    send("a", "a-1");
    Handed slow = inbox.await("a-1");

    Duration twice = broker().redelivery().multipliedBy(2).plusMillis(500);
    assertThat(Patience.comes(twice, () -> inbox.all().size() > 1)).isFalse();
    slow.ack();
    assertThat(Patience.comes(quiet(), () -> inbox.all().size() > 1)).isFalse();
  }

  @Test
  @DisplayName("R06 A retry comes again after its delay, not before, with the attempt counted up")
  void retryLater() {
    Inbox inbox =
        consume(
            open(Tuning.usual()),
            delivery ->
                delivery.attempt() < 3
                    ? new Settlement.RetryLater(RETRY, "not yet")
                    : Settlement.ACK);
    broker().send(new Message("a", everyByte(), Map.of("X-Shop", "berlin")));

    inbox.awaitCount(3);
    List<Handed> all = inbox.all();
    assertThat(all).extracting(h -> h.delivery().attempt()).containsExactly(1, 2, 3);
    assertThat(all).allSatisfy(h -> assertThat(h.delivery().body()).isEqualTo(everyByte()));
    assertThat(all)
        .allSatisfy(h -> assertThat(h.delivery().headers()).containsEntry("X-Shop", "berlin"));
    assertThat(all.get(1).nanos() - all.get(0).nanos()).isGreaterThan(RETRY.toNanos() * 9 / 10);
    assertThat(all.get(2).nanos() - all.get(1).nanos()).isGreaterThan(RETRY.toNanos() * 9 / 10);
    assertThat(Patience.comes(quiet(), () -> inbox.all().size() > 3)).isFalse();
  }

  @Test
  @DisplayName("R07 A retry holds up no other key")
  void retryHoldsUpNobodyElse() {
    Duration delay = Duration.ofSeconds(3);
    Inbox inbox =
        consume(
            open(Tuning.usual()),
            delivery ->
                delivery.attempt() == 1 && new String(delivery.body(), UTF_8).equals("a-1")
                    ? new Settlement.RetryLater(delay, "later")
                    : Settlement.ACK);
    send("a", "a-1");
    inbox.await("a-1");
    List<String> others = sendOneOfEachKey(10);

    Patience.await(patience().plus(delay), () -> inbox.all("a-1").size() == 2, inbox::summary);
    assertThat(inbox.texts().subList(1, 11)).containsExactlyInAnyOrderElementsOf(others);
    long lastOther = inbox.all().get(10).nanos() - inbox.all().get(0).nanos();
    assertThat(Duration.ofNanos(lastOther)).isLessThan(delay.multipliedBy(3).dividedBy(4));
  }

  @Test
  @DisplayName("R08 A listener that fails gets the delivery again")
  void failedListener() {
    Inbox inbox =
        inbox(
            delivery -> {
              if (delivery.attempt() == 2) {
                throw new IllegalStateException("a listener that throws");
              }
              return delivery.attempt() == 1 ? null : Settlement.ACK;
            });
    Subscription unused = open(Tuning.usual()).source().subscribe(inbox);
    send("a", "a-1");

    inbox.await("a-1").answer().completeExceptionally(new IllegalStateException("a failed stage"));
    assertThat(inbox.await("a-1", 3).delivery().attempt()).isEqualTo(3);
  }

  @Test
  @DisplayName("R09 A dead letter keeps bytes, headers, code and reason, and its neighbours go on")
  void deadLetter() {
    Broker broker = open(Tuning.usual());
    Inbox inbox =
        consume(
            broker,
            delivery ->
                delivery.headers().containsKey("X-Poison")
                    ? new Settlement.DeadLetter("undecodable", "no JSON: \u00fc")
                    : Settlement.ACK);
    send("a", "a-1");
    broker().send(new Message("a", everyByte(), Map.of("X-Poison", "yes", "X-Shop", "berlin")));
    send("a", "a-3");

    inbox.awaitAll(List.of("a-1", "a-3"));
    StoredDeadLetter letter = awaitDeadLetter();
    assertThat(letter.body()).isEqualTo(everyByte());
    assertThat(letter.headers()).containsEntry("X-Poison", "yes").containsEntry("X-Shop", "berlin");
    assertThat(letter.code()).isEqualTo("undecodable");
    assertThat(letter.reason()).startsWith("no JSON: ");
    assertThat(letter.position()).isNotBlank();
  }

  private StoredDeadLetter awaitDeadLetter() {
    Patience.await(
        patience(), () -> !broker().deadLettered().isEmpty(), () -> "no dead letter arrived");
    return broker().deadLettered().get(0);
  }

  @Test
  @DisplayName("R10 A delivery that is dead-lettered never comes again")
  void deadLetteredStaysAway() {
    Broker first = open(Tuning.usual());
    Inbox inbox = consume(first, delivery -> new Settlement.DeadLetter("bad", "bad"));
    send("a", "a-1");
    inbox.await("a-1");
    awaitDeadLetter();
    close(first);

    Inbox second = acking(open(Tuning.usual()));
    send("z", "z-1");
    second.await("z-1");
    assertThat(Patience.comes(quiet(), () -> second.all().size() > 1)).isFalse();
    assertThat(inbox.all()).hasSize(1);
    assertThat(broker().deadLettered()).hasSize(1);
  }

  @Test
  @DisplayName("R11 Paused, it hands over nothing new; what is in hand can be settled; it resumes")
  void pauseAndResume() {
    Inbox inbox = inbox(delivery -> delivery.attempt() < 0 ? Settlement.ACK : null);
    Subscription subscription = open(Tuning.usual()).source().subscribe(inbox);
    send("a", "a-1");
    Handed held = inbox.await("a-1");
    subscription.pause();
    assertThat(subscription.state().paused()).isTrue();
    send("b", "b-1");
    held.ack();

    assertThat(Patience.comes(quiet(), () -> inbox.all().size() > 1)).isFalse();
    subscription.resume();
    inbox.await("b-1").ack();
    assertThat(subscription.state().paused()).isFalse();
    assertThat(inbox.all("a-1")).hasSize(1);
  }

  @Test
  @DisplayName("R12 Closing waits for what is in hand and carries out its settlement")
  void closingDrains() {
    Broker first = open(Tuning.usual().withDrainTimeout(Duration.ofSeconds(20)));
    Inbox inbox = holding(first);
    send("a", "a-1");
    Handed held = inbox.await("a-1");
    CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(first));
    assertThat(Patience.comes(Duration.ofMillis(500), closing::isDone)).isFalse();
    held.ack();
    Patience.await(Duration.ofSeconds(15), closing::isDone, () -> "closing did not end");

    Inbox second = acking(open(Tuning.usual()));
    send("z", "z-1");
    second.await("z-1");
    assertThat(Patience.comes(quiet(), () -> !second.all("a-1").isEmpty())).isFalse();
  }

  @Test
  @DisplayName(
      "R13 What is not settled when closing ends comes again; nothing is handed over after")
  void closingGivesBack() {
    Broker first = open(Tuning.usual().withDrainTimeout(Duration.ofMillis(200)));
    Inbox closed = holding(first);
    send("a", "a-1");
    closed.await("a-1");
    close(first);
    send("b", "b-1");

    acking(open(Tuning.usual())).awaitAll(List.of("a-1", "b-1"));
    assertThat(closed.texts()).containsExactly("a-1");
  }

  @Test
  @DisplayName("R14 A delivery in hand holds up no other key")
  void concurrencyAcrossKeys() {
    Inbox inbox = holding(open(Tuning.usual()));
    send("a", "a-1");
    inbox.await("a-1");
    inbox.awaitAll(sendOneOfEachKey(10));
    assertThat(inbox.open()).hasSize(11);
  }

  @Test
  @DisplayName("R15 No more deliveries are in hand than maxInFlight")
  void boundedInFlight() {
    Inbox inbox = holding(open(Tuning.usual().withMaxInFlight(3)));
    List<String> texts = sendOneOfEachKey(10);
    inbox.awaitCount(3);
    assertThat(Patience.comes(Duration.ofMillis(800), () -> inbox.all().size() > 3)).isFalse();

    for (int settled = 0; settled < texts.size(); settled++) {
      inbox.awaitCount(settled + 1);
      assertThat(inbox.open()).hasSizeLessThanOrEqualTo(3);
      inbox.open().get(0).ack();
    }
    assertThat(inbox.texts()).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  @DisplayName("R16 The state tells connection, deliveries in hand and lag")
  void state() {
    Inbox inbox = inbox(delivery -> null);
    Subscription subscription = open(Tuning.usual().withMaxInFlight(2)).source().subscribe(inbox);
    sendOneOfEachKey(8);
    inbox.awaitCount(2);
    awaitState(subscription, s -> s.inFlight() == 2 && s.lag().orElse(-1) >= 4 && s.healthy());
    for (int settled = 0; settled < 8; settled++) {
      inbox.awaitCount(settled + 1);
      inbox.open().get(0).ack();
    }
    awaitState(subscription, s -> s.inFlight() == 0 && s.lag().orElse(-1) == 0 && s.healthy());
  }

  private void awaitState(
      Subscription subscription, java.util.function.Predicate<SourceState> fits) {
    Patience.await(
        patience(), () -> fits.test(subscription.state()), () -> subscription.state().toString());
  }

  @Test
  @DisplayName("R17 Bodies up to 2 MiB arrive unharmed")
  void bigBodies() {
    byte[] big = new byte[2 << 20];
    new Random(7).nextBytes(big);
    Inbox inbox = acking(open(Tuning.usual()));
    broker().send(new Message("a", new byte[] {0}, Map.of()));
    broker().send(new Message("b", big, Map.of()));

    inbox.awaitCount(2);
    assertThat(inbox.all())
        .extracting(h -> h.delivery().body())
        .containsExactlyInAnyOrder(new byte[] {0}, big);
  }

  @Test
  @DisplayName("R18 Headers arrive with whatever characters the broker can carry")
  void oddHeaders() {
    Map<String, String> headers = broker().oddHeaders();
    Inbox inbox = acking(open(Tuning.usual()));
    broker().send(new Message("a", "a-1".getBytes(UTF_8), headers));

    assertThat(inbox.await("a-1").delivery().headers()).containsAllEntriesOf(headers);
  }
}
