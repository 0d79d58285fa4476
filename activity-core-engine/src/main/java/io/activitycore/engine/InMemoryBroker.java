package io.activitycore.engine;

import io.activitycore.engine.internal.memory.MemoryConsumer;
import io.activitycore.engine.internal.memory.MemoryDeadLetters;
import io.activitycore.engine.internal.memory.MemoryQueue;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker in this process, for tests and samples: what is published is delivered at once, what is
 * retried comes again, and what comes out or is dead-lettered can be read. It keeps the contract of
 * the other brokers (messages sent with a key are delivered in its order), but forgets with the
 * process. Thread-safe.
 */
public final class InMemoryBroker implements Broker {

  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final MemoryQueue queue = new MemoryQueue(this::deadLetter);
  private final MemoryDeadLetters letters =
      new MemoryDeadLetters((body, headers) -> queueIn("", body, headers));
  private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> deadLettered = new CopyOnWriteArrayList<>();
  private volatile boolean deadLettersDown;
  private volatile boolean closed;

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
    send("", body, headers);
  }

  /**
   * Sends bytes in, after whatever was sent with the same key.
   *
   * @param key what order is kept by; none when empty
   */
  public void send(String key, byte[] body, Map<String, String> headers) {
    queueIn(key, body, headers);
  }

  private void queueIn(String key, byte[] body, Map<String, String> headers) {
    queue.send(key, body, headers);
  }

  /** Sends an event in. */
  public void send(EventEnvelope event) {
    send(EnvelopeJson.write(event), Map.of());
  }

  @Override
  public EventSource source() {
    return source(Integer.MAX_VALUE, DRAIN);
  }

  EventSource source(int maxInFlight, Duration drainTimeout) {
    return new Source(maxInFlight, drainTimeout);
  }

  @Override
  public EventSink sink() {
    return event -> {
      refuseClosed(event);
      published.add(event);
    };
  }

  @Override
  public EventSink publisher() {
    return event -> {
      refuseClosed(event);
      send(event);
    };
  }

  private void refuseClosed(EventEnvelope event) {
    if (closed) {
      throw new EventSinkException(
          "event " + event.eventId() + " not published: this broker is closed", null);
    }
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return Optional.of(letters);
  }

  private boolean deadLetter(Delivery delivery, Settlement.DeadLetter why) {
    if (deadLettersDown) {
      return false;
    }
    letters.put(delivery, why);
    deadLettered.add(new DeadLetter(delivery, why.code(), why.reason()));
    return true;
  }

  /** For the contract's tests. */
  void deadLettersDown(boolean down) {
    deadLettersDown = down;
  }

  /** What came out, oldest first. */
  public List<EventEnvelope> published() {
    return List.copyOf(published);
  }

  /** What was dead-lettered, oldest first, whatever became of it since. */
  public List<DeadLetter> deadLettered() {
    return List.copyOf(deadLettered);
  }

  /**
   * Waits until everything sent so far is acknowledged or dead-lettered.
   *
   * @throws IllegalStateException when that takes longer
   */
  public void awaitSettled(Duration longest) {
    try {
      int unsettled = queue.awaitSettled(longest);
      if (unsettled > 0) {
        throw new IllegalStateException(
            unsettled + " deliveries were not settled within " + longest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    queue.close();
  }

  private final class Source implements EventSource {

    private final int maxInFlight;
    private final Duration drainTimeout;

    Source(int maxInFlight, Duration drainTimeout) {
      this.maxInFlight = maxInFlight;
      this.drainTimeout = drainTimeout;
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.ORDER_PER_KEY, Capability.DELAYED_RETRY);
    }

    @Override
    public Subscription subscribe(DeliveryListener listener) {
      return MemoryConsumer.start(queue, listener, maxInFlight, drainTimeout);
    }
  }
}
