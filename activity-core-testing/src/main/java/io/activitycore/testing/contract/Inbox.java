package io.activitycore.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A listener that remembers everything and settles when the rule wants it. Thread-safe. */
final class Inbox implements DeliveryListener {

  /** One hand-over. */
  record Handed(Delivery delivery, CompletableFuture<Settlement> answer, long nanos) {
    String text() {
      return new String(delivery.body(), UTF_8);
    }

    boolean open() {
      return !answer.isDone();
    }

    void settle(Settlement settlement) {
      answer.complete(settlement);
    }

    void ack() {
      settle(Settlement.ACK);
    }
  }

  private final Duration patience;
  private final Function<Delivery, @Nullable Settlement> policy;
  private final List<Handed> handed = new ArrayList<>();

  /**
   * Creates it.
   *
   * @param policy what to answer at once; null to hold the delivery
   */
  Inbox(Duration patience, Function<Delivery, @Nullable Settlement> policy) {
    this.patience = patience;
    this.policy = policy;
  }

  @Override
  public CompletionStage<Settlement> onDelivery(Delivery delivery) {
    Handed now = new Handed(delivery, new CompletableFuture<>(), System.nanoTime());
    synchronized (this) {
      handed.add(now);
    }
    Settlement settlement = policy.apply(delivery);
    if (settlement != null) {
      now.settle(settlement);
    }
    return now.answer();
  }

  synchronized List<Handed> all() {
    return List.copyOf(handed);
  }

  /** All hand-overs of one message, in order. */
  List<Handed> all(String text) {
    return all().stream().filter(h -> h.text().equals(text)).toList();
  }

  List<String> texts() {
    return all().stream().map(Handed::text).toList();
  }

  List<Handed> open() {
    return all().stream().filter(Handed::open).toList();
  }

  /** Waits until that message was handed over. */
  Handed await(String text) {
    return await(text, 1);
  }

  /** Waits until that message was handed over so often. */
  Handed await(String text, int times) {
    Patience.await(
        patience,
        () -> all(text).size() >= times,
        () -> "'" + text + "' was not handed over " + times + " times: " + summary());
    return all(text).get(times - 1);
  }

  /** Waits until every one of these was handed over at least once. */
  void awaitAll(List<String> texts) {
    Patience.await(
        patience,
        () -> texts().containsAll(texts),
        () -> "not all of " + texts + " were handed over: " + summary());
  }

  void awaitCount(int count) {
    Patience.await(
        patience, () -> all().size() >= count, () -> count + " hand-overs: " + summary());
  }

  String summary() {
    Map<String, Long> counts =
        all().stream()
            .collect(Collectors.groupingBy(Handed::text, TreeMap::new, Collectors.counting()));
    String text = counts.toString();
    return text.length() > 600 ? text.substring(0, 600) + "..." : text;
  }
}
