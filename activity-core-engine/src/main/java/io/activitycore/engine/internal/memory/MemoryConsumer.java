package io.activitycore.engine.internal.memory;

import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.SourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One subscription to a {@link MemoryQueue}. Thread-safe. */
public final class MemoryConsumer implements EventSource.Subscription {

  private final MemoryQueue queue;
  private final DeliveryListener listener;
  private final int maxInFlight;
  private final Duration drainTimeout;
  private final Set<MemoryQueue.Hand> hands = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean paused;
  private boolean closed;
  private @Nullable String problem;

  private MemoryConsumer(
      MemoryQueue queue, DeliveryListener listener, int maxInFlight, Duration drainTimeout) {
    this.queue = queue;
    this.listener = listener;
    this.maxInFlight = maxInFlight;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Begins to consume.
   *
   * @param maxInFlight most unsettled deliveries
   * @param drainTimeout how long closing waits for them
   */
  public static MemoryConsumer start(
      MemoryQueue queue, DeliveryListener listener, int maxInFlight, Duration drainTimeout) {
    MemoryConsumer consumer = new MemoryConsumer(queue, listener, maxInFlight, drainTimeout);
    queue.add(consumer);
    queue.wake();
    return consumer;
  }

  synchronized boolean hasRoom() {
    return !paused && !closed && problem == null && hands.size() < maxInFlight;
  }

  synchronized void took(MemoryQueue.Hand hand) {
    hands.add(hand);
  }

  synchronized boolean holds(MemoryQueue.Hand hand) {
    return hands.contains(hand);
  }

  /** Whether it was in hand. */
  synchronized boolean letGo(MemoryQueue.Hand hand) {
    return hands.remove(hand);
  }

  synchronized List<MemoryQueue.Hand> takeBack() {
    List<MemoryQueue.Hand> all = new ArrayList<>(hands);
    hands.clear();
    return all;
  }

  synchronized int inHand() {
    return hands.size();
  }

  /** Nothing is taken while there is a problem. */
  synchronized void block(@Nullable String why) {
    problem = why;
  }

  void handOver(MemoryQueue.Hand hand) {
    CompletionStage<Settlement> stage;
    try {
      stage = listener.onDelivery(hand.delivery());
    } catch (RuntimeException e) {
      queue.settle(hand, null, e);
      return;
    }
    stage.whenComplete((settlement, failure) -> queue.settle(hand, settlement, failure));
  }

  @Override
  public synchronized void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    synchronized (this) {
      paused = false;
    }
    queue.wake();
  }

  @Override
  public SourceState state() {
    int lag = queue.lag();
    synchronized (this) {
      return new SourceState(
          !closed, paused || problem != null, hands.size(), OptionalLong.of(lag), problem);
    }
  }

  /** Leaves at once, as a process that dies: what is in hand goes to others. */
  public void crash() {
    synchronized (this) {
      closed = true;
    }
    queue.remove(this);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      queue.awaitEmptyHands(this, drainTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.remove(this);
  }
}
