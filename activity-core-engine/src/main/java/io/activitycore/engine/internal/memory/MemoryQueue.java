package io.activitycore.engine.internal.memory;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The events in of a broker in memory: what waits, what is in hand, what is held back for a retry,
 * and the consumers that share it. Messages with a key are handed over in its order, the next one
 * when the one before is settled for good. Thread-safe; hands over on one thread of its own.
 */
public final class MemoryQueue implements AutoCloseable {

  private static final Duration FAILED_LISTENER_DELAY = Duration.ofMillis(200);

  /** A message that is not settled for good. */
  private static final class Entry {
    private final long number;
    private final String key;
    private final byte[] body;
    private final Map<String, String> headers;
    private int attempts;

    Entry(long number, String key, byte[] body, Map<String, String> headers) {
      this.number = number;
      this.key = key;
      this.body = body;
      this.headers = headers;
    }

    Delivery delivery() {
      return new Delivery(body, headers, "memory#" + number, attempts);
    }
  }

  /** One hand-over; the entry goes elsewhere when the consumer is gone before it is settled. */
  record Hand(Entry entry, Delivery delivery, MemoryConsumer consumer) {}

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-memory-broker");
            thread.setDaemon(true);
            return thread;
          });
  private final BiPredicate<Delivery, Settlement.DeadLetter> deadLetters;
  private final TreeMap<Long, Entry> waiting = new TreeMap<>();
  private final Map<String, TreeSet<Long>> byKey = new HashMap<>();
  private final List<MemoryConsumer> consumers = new ArrayList<>();
  private long numbers;
  private int unsettled;

  /**
   * Creates it.
   *
   * @param deadLetters puts a dead letter away; false when it cannot just now
   */
  public MemoryQueue(BiPredicate<Delivery, Settlement.DeadLetter> deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** Adds a message; an empty key has no order. */
  public void send(String key, byte[] body, Map<String, String> headers) {
    synchronized (this) {
      numbers++;
      unsettled++;
      if (!key.isEmpty()) {
        byKey.computeIfAbsent(key, k -> new TreeSet<>()).add(numbers);
      }
      waiting.put(numbers, new Entry(numbers, key, body, Map.copyOf(headers)));
    }
    wake();
  }

  synchronized void add(MemoryConsumer consumer) {
    consumers.add(consumer);
  }

  /** Takes a consumer out; what it had in hand waits again. */
  void remove(MemoryConsumer consumer) {
    synchronized (this) {
      consumers.remove(consumer);
      consumer.takeBack().forEach(hand -> waiting.put(hand.entry().number, hand.entry()));
      notifyAll();
    }
    wake();
  }

  /** How many wait, for a retry or for somebody to take them. */
  synchronized int lag() {
    int inHand = consumers.stream().mapToInt(MemoryConsumer::inHand).sum();
    return unsettled - inHand;
  }

  /** Has whatever can be handed over handed over soon. */
  public void wake() {
    try {
      executor.execute(this::dispatch);
    } catch (RejectedExecutionException e) {
      return; // closed: nothing is handed over any more
    }
  }

  private void dispatch() {
    for (Hand next = take(); next != null; next = take()) {
      next.consumer().handOver(next);
    }
  }

  private synchronized @Nullable Hand take() {
    for (MemoryConsumer consumer : List.copyOf(consumers)) {
      Entry entry = consumer.hasRoom() ? next() : null;
      if (entry != null) {
        waiting.remove(entry.number);
        entry.attempts++;
        consumers.remove(consumer); // the next one is another one's
        consumers.add(consumer);
        Hand hand = new Hand(entry, entry.delivery(), consumer);
        consumer.took(hand);
        return hand;
      }
    }
    return null;
  }

  private @Nullable Entry next() {
    for (Entry entry : waiting.values()) {
      TreeSet<Long> sameKey = byKey.get(entry.key);
      if (sameKey == null || sameKey.first() == entry.number) {
        return entry;
      }
    }
    return null;
  }

  /** Carries out a settlement, unless the consumer lost the delivery meanwhile. */
  void settle(Hand hand, @Nullable Settlement settlement, @Nullable Throwable failure) {
    if (!hand.consumer().holds(hand)) {
      return; // it is somebody else's by now
    }
    if (settlement instanceof Settlement.Ack) {
      done(hand);
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      if (deadLetters.test(hand.delivery(), dead)) {
        hand.consumer().block(null);
        done(hand);
      } else {
        hand.consumer().block("dead letters cannot be put away");
        later(FAILED_LISTENER_DELAY, () -> settle(hand, settlement, failure));
      }
    } else if (settlement instanceof Settlement.RetryLater later) {
      retry(hand, later.delay());
    } else {
      retry(hand, FAILED_LISTENER_DELAY);
    }
  }

  private void done(Hand hand) {
    synchronized (this) {
      if (!hand.consumer().letGo(hand)) {
        return;
      }
      forget(hand.entry());
      notifyAll();
    }
    wake();
  }

  private void forget(Entry entry) {
    unsettled--;
    TreeSet<Long> sameKey = byKey.get(entry.key);
    if (sameKey != null) {
      sameKey.remove(entry.number);
      if (sameKey.isEmpty()) {
        byKey.remove(entry.key);
      }
    }
  }

  private void retry(Hand hand, Duration delay) {
    synchronized (this) {
      if (!hand.consumer().letGo(hand)) {
        return;
      }
      notifyAll();
    }
    later(delay, () -> again(hand.entry()));
  }

  private void again(Entry entry) {
    synchronized (this) {
      waiting.put(entry.number, entry);
    }
    wake();
  }

  private void later(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> unused = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return; // closed: it forgets with the process
    }
  }

  /** Waits until nothing is unsettled; returns how much is when the time is over. */
  public int awaitSettled(Duration longest) throws InterruptedException {
    return await(longest, null);
  }

  /** Waits until that consumer has nothing in hand. */
  void awaitEmptyHands(MemoryConsumer consumer, Duration longest) throws InterruptedException {
    int unused = await(longest, consumer);
  }

  private synchronized int await(Duration longest, @Nullable MemoryConsumer of)
      throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while ((of == null ? unsettled : of.inHand()) > 0) {
      long nanos = deadline - System.nanoTime();
      if (nanos <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    return of == null ? unsettled : of.inHand();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
