package io.activitycore.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.EventSourceException;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.contract.Inbox.Handed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an event source while processes, server or dead-letter destination fail. */
public abstract class EventSourceFaultContract extends ContractSuite {

  private static final int KEYS = 5;

  /** For the adapter's tests. */
  protected EventSourceFaultContract() {}

  private List<String> events(int each) {
    List<String> events = new ArrayList<>();
    for (int number = 1; number <= each; number++) {
      for (int key = 0; key < KEYS; key++) {
        events.add("k" + key + "-" + number);
      }
    }
    return events;
  }

  private void sendAll(List<String> events) {
    events.forEach(event -> send(event.substring(0, event.lastIndexOf('-')), event));
  }

  private void sendSlowly(List<String> events) {
    for (String event : events) {
      sendAll(List.of(event));
      Patience.comes(Duration.ofMillis(5), () -> false);
    }
  }

  private void awaitRecorded(RunRegister register, List<String> events) {
    Patience.await(
        patience().multipliedBy(2),
        () -> register.recorded().size() == events.size(),
        () -> "lost " + missing(register, events));
  }

  private static Set<String> missing(RunRegister register, List<String> events) {
    Set<String> missing = new TreeSet<>(events);
    missing.removeAll(register.recorded());
    return missing;
  }

  private static void assertOrder(RunRegister register, int each) {
    List<Integer> inOrder = IntStream.rangeClosed(1, each).boxed().toList();
    register
        .runsByKey()
        .forEach((key, runs) -> assertThat(runs).as("runs of key " + key).isEqualTo(inOrder));
  }

  @Test
  @DisplayName("R20 Order per key: one after the other, retries included")
  void orderPerKey() {
    Broker broker = open(Tuning.usual().inOrder());
    needs(broker, Capability.ORDER_PER_KEY);
    Random random = new Random(20);
    Inbox inbox = holding(broker);
    List<String> events = events(8);
    sendAll(events);

    List<String> settled = new ArrayList<>();
    while (settled.size() < events.size()) {
      Patience.await(patience(), () -> !inbox.open().isEmpty(), () -> "stuck after " + settled);
      List<Handed> open = inbox.open();
      assertThat(open.stream().map(h -> h.text().substring(0, 2))).doesNotHaveDuplicates();
      Handed next = open.get(random.nextInt(open.size()));
      if (random.nextInt(8) == 0) {
        next.settle(new Settlement.RetryLater(Duration.ofMillis(100), "once more"));
      } else {
        settled.add(next.text());
        next.ack();
      }
    }
    RunRegister register = new RunRegister();
    settled.forEach(register::start);
    assertOrder(register, 8);
  }

  @Test
  @DisplayName("R21 Killed at each crash point: one run per event, no loss, order per key")
  void crashPoints() {
    long seed = Long.getLong("seed", 21);
    List<CrashPoint> points = new ArrayList<>(List.of(CrashPoint.values()));
    Collections.shuffle(points, new Random(seed));
    RunRegister register = new RunRegister();
    List<String> events = events(12);
    for (CrashPoint point : points) {
      Broker broker = open(Tuning.usual().withMaxInFlight(8).inOrder());
      KitConsumer dying = KitConsumer.dyingAt(register, point, 7);
      Subscription unused = broker.source().subscribe(dying);
      if (point == points.get(0)) {
        sendAll(events);
      }
      dying.awaitDeath(patience());
      crash(broker);
    }
    Broker last = open(Tuning.usual().inOrder());
    Subscription unused = last.source().subscribe(KitConsumer.living(register));

    awaitRecorded(register, events);
    assertThat(register.recordedTwice()).as("seed " + seed).isEmpty();
    if (last.source().capabilities().contains(Capability.ORDER_PER_KEY)) {
      assertOrder(register, 12);
    }
  }

  @Test
  @DisplayName("R22 While processes join, leave and die nothing is lost")
  void joinAndLeave() {
    RunRegister register = new RunRegister();
    List<String> events = events(40);
    Broker steady = open(Tuning.usual().withMaxInFlight(8));
    Subscription unused = steady.source().subscribe(KitConsumer.slow(register));
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendSlowly(events));
    for (int round = 0; round < 4; round++) {
      Broker guest = open(Tuning.usual().withMaxInFlight(8));
      KitConsumer consumer = KitConsumer.slow(register);
      Subscription unusedToo = guest.source().subscribe(consumer);
      Patience.comes(Duration.ofMillis(400), () -> false);
      if (round % 2 == 0) {
        consumer.die();
        crash(guest);
      } else {
        close(guest);
      }
    }
    sending.join();
    awaitRecorded(register, events);
  }

  @Test
  @DisplayName("R23 Replay from a time: what came before is not delivered, what came since is")
  void replayFromTime() {
    Broker first = open(Tuning.usual());
    needs(first, Capability.REPLAY_FROM_TIME);
    Inbox done = acking(first);
    send("a", "a-1");
    done.await("a-1");
    Patience.comes(Duration.ofMillis(300), () -> false);
    Instant since = Instant.now();
    Patience.comes(Duration.ofMillis(300), () -> false);
    send("a", "a-2");
    send("b", "b-1");
    done.awaitAll(List.of("a-2", "b-1"));
    close(first);

    Inbox again = acking(open(Tuning.usual().beginningAt(since)));
    again.awaitAll(List.of("a-2", "b-1"));
    send("c", "c-1");
    again.await("c-1");
    assertThat(again.texts()).doesNotContain("a-1");
  }

  @Test
  @DisplayName("R24 The server goes and comes back: consumption resumes by itself, nothing is lost")
  void serverOutage() {
    Outage outage = needs(broker().serverOutage(), "the server");
    Broker broker = open(Tuning.usual());
    Inbox inbox = inbox(delivery -> null);
    Subscription subscription = broker.source().subscribe(inbox);
    send("a", "a-1");
    Handed held = inbox.await("a-1");
    outage.begin();
    Patience.await(
        Duration.ofSeconds(60),
        () -> !subscription.state().connected() || subscription.state().problem() != null,
        () -> "the state does not tell of the outage: " + subscription.state());
    held.ack();
    outage.end();
    send("b", "b-1");

    inbox.await("b-1").ack();
    Patience.await(
        patience(), () -> subscription.state().healthy(), () -> subscription.state().toString());
    assertThat(inbox.all("b-1")).hasSize(1);
  }

  @Test
  @DisplayName("R25 Subscribing without a server fails with an EventSourceException")
  void subscribingWithoutServer() {
    Outage outage = needs(broker().serverOutage(), "the server");
    outage.begin();
    try {
      Broker broker = open(Tuning.usual());
      assertThatExceptionOfType(EventSourceException.class)
          .isThrownBy(() -> broker.source().subscribe(inbox(delivery -> null)))
          .withMessageContaining(broker.source().name());
    } finally {
      outage.end();
    }
  }

  @Test
  @DisplayName("R26 Dead-letter destination down: the original stays, consumption pauses, resumes")
  void deadLettersDown() {
    Outage outage = needs(broker().deadLetterOutage(), "the dead-letter destination");
    Inbox inbox =
        inbox(
            delivery ->
                delivery.headers().containsKey("X-Poison")
                    ? new Settlement.DeadLetter("bad", "bad")
                    : Settlement.ACK);
    Subscription subscription = open(Tuning.usual()).source().subscribe(inbox);
    send("a", "a-1");
    inbox.await("a-1");
    outage.begin();
    broker().send(new Message("b", "b-1".getBytes(UTF_8), Map.of("X-Poison", "1")));
    inbox.await("b-1");
    Patience.await(
        patience(),
        () -> subscription.state().problem() != null && subscription.state().paused(),
        () -> "the state does not tell: " + subscription.state());
    send("c", "c-1");
    assertThat(Patience.comes(quiet(), () -> !inbox.all("c-1").isEmpty())).isFalse();
    outage.end();

    inbox.await("c-1");
    Patience.await(
        patience(), () -> broker().deadLettered().size() == 1, () -> "the dead letter is lost");
    Patience.await(
        patience(), () -> subscription.state().healthy(), () -> subscription.state().toString());
  }

  @Test
  @DisplayName("R27 Dead-letter destination down and the process dies: the original comes again")
  void deadLettersDownAndCrash() {
    Outage outage = needs(broker().deadLetterOutage(), "the dead-letter destination");
    Broker first = open(Tuning.usual());
    Inbox dying = consume(first, delivery -> new Settlement.DeadLetter("bad", "bad"));
    outage.begin();
    send("a", "a-1");
    dying.await("a-1");
    crash(first);
    outage.end();

    Inbox second = consume(open(Tuning.usual()), d -> new Settlement.DeadLetter("bad", "bad"));
    second.await("a-1");
    Patience.await(
        patience(), () -> broker().deadLettered().size() == 1, () -> "the dead letter is lost");
  }

  @Test
  @DisplayName("R28 A settlement that comes after its process died settles nothing")
  void lateSettlement() {
    Broker first = open(Tuning.usual());
    Inbox dying = holding(first);
    send("a", "a-1");
    Handed late = dying.await("a-1");
    crash(first);
    Broker second = open(Tuning.usual());
    Inbox alive = holding(second);
    alive.await("a-1");
    late.ack();
    Patience.comes(Duration.ofMillis(300), () -> false);
    crash(second);

    acking(open(Tuning.usual())).await("a-1");
  }
}
