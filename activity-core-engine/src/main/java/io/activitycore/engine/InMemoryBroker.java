package io.activitycore.engine;

import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A broker in this process, for tests and samples: what is published is delivered at once, what is
 * retried comes again, and what comes out or is dead-lettered can be read. Thread-safe. It forgets
 * with the process.
 */
public final class InMemoryBroker implements Broker {

  private static final Duration FAILED_LISTENER_DELAY = Duration.ofMillis(200);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-memory-broker");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicReference<DeliveryListener> listener = new AtomicReference<>();
  private final AtomicLong positions = new AtomicLong();
  private final Object settling = new Object();
  private int unsettled;
  private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
  private final List<Delivery> waiting = new CopyOnWriteArrayList<>();

  private InMemoryBroker() {}

  /** An empty broker. */
  public static InMemoryBroker create() {
    return new InMemoryBroker();
  }

  /**
   * A dead letter.
   *
   * @param delivery the original
   * @param code the reason's stable name
   * @param reason the reason for people
   */
  public record DeadLetter(Delivery delivery, String code, String reason) {}

  /** Sends bytes in. */
  public void send(byte[] body, Map<String, String> headers) {
    synchronized (settling) {
      unsettled++;
    }
    deliver(new Delivery(body, headers, "memory#" + positions.incrementAndGet(), 1));
  }

  /** Sends an event in. */
  public void send(EventEnvelope event) {
    send(EnvelopeJson.write(event), Map.of());
  }

  @Override
  public EventSource source() {
    return new Source();
  }

  @Override
  public EventSink sink() {
    return published::add;
  }

  @Override
  public EventSink publisher() {
    return this::send;
  }

  /** What came out, oldest first. */
  public List<EventEnvelope> published() {
    return List.copyOf(published);
  }

  /** What was dead-lettered, oldest first. */
  public List<DeadLetter> deadLettered() {
    return List.copyOf(deadLetters);
  }

  /**
   * Waits until everything sent so far is acknowledged or dead-lettered.
   *
   * @throws IllegalStateException when that takes longer
   */
  public void awaitSettled(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      synchronized (settling) {
        while (unsettled > 0) {
          long nanos = deadline - System.nanoTime();
          if (nanos <= 0) {
            throw new IllegalStateException(
                unsettled + " deliveries were not settled within " + longest);
          }
          TimeUnit.NANOSECONDS.timedWait(settling, nanos);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void settled() {
    synchronized (settling) {
      unsettled--;
      settling.notifyAll();
    }
  }

  private void deliver(Delivery delivery) {
    executor.execute(
        () -> {
          DeliveryListener current = listener.get();
          if (current == null) {
            waiting.add(delivery);
          } else {
            current
                .onDelivery(delivery)
                .whenComplete(
                    (settlement, failure) ->
                        settle(
                            delivery,
                            failure == null
                                ? settlement
                                : new Settlement.RetryLater(
                                    FAILED_LISTENER_DELAY, String.valueOf(failure))));
          }
        });
  }

  private void settle(Delivery delivery, Settlement settlement) {
    if (settlement instanceof Settlement.Ack) {
      settled();
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      deadLetters.add(new DeadLetter(delivery, dead.code(), dead.reason()));
      settled();
    } else if (settlement instanceof Settlement.RetryLater later && !executor.isShutdown()) {
      Delivery again =
          new Delivery(
              delivery.body(), delivery.headers(), delivery.position(), delivery.attempt() + 1);
      Future<?> unused =
          executor.schedule(() -> deliver(again), later.delay().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private final class Source implements EventSource, EventSource.Subscription {

    private final AtomicReference<DeliveryListener> subscribed = new AtomicReference<>();

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Subscription subscribe(DeliveryListener newListener) {
      subscribed.set(newListener);
      resume();
      return this;
    }

    @Override
    public void pause() {
      listener.set(null);
    }

    @Override
    public void resume() {
      listener.set(subscribed.get());
      // On the thread that holds deliveries back, so that none slips in between.
      executor.execute(
          () -> {
            List<Delivery> held = List.copyOf(waiting);
            waiting.clear();
            held.forEach(InMemoryBroker.this::deliver);
          });
    }

    @Override
    public void close() {
      pause();
      subscribed.set(null);
    }
  }
}
