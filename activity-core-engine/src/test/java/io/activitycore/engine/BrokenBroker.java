package io.activitycore.engine;

import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.SourceState;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A good broker, wrapped in one defect. */
record BrokenBroker(
    Defect defect,
    MemoryHarness harness,
    Broker good,
    AtomicBoolean deadLettersDown,
    List<CompletableFuture<Settlement>> answers)
    implements Broker {

  BrokenBroker(Defect defect, MemoryHarness harness, Broker good, AtomicBoolean deadLettersDown) {
    this(defect, harness, good, deadLettersDown, new CopyOnWriteArrayList<>());
  }

  void ackAll() {
    answers.forEach(answer -> answer.complete(Settlement.ACK));
  }

  @Override
  public EventSource source() {
    EventSource source = good.source();
    return new EventSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public Set<Capability> capabilities() {
        return source.capabilities();
      }

      @Override
      public Subscription subscribe(DeliveryListener listener) {
        return new BrokenSubscription(source.subscribe(new BrokenListener(listener)));
      }
    };
  }

  private final class BrokenSubscription implements EventSource.Subscription {
    private final EventSource.Subscription subscription;
    private boolean paused;

    BrokenSubscription(EventSource.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void pause() {
      paused = true;
      if (defect != Defect.IGNORES_PAUSE) {
        subscription.pause();
      }
    }

    @Override
    public void resume() {
      paused = false;
      subscription.resume();
    }

    @Override
    public SourceState state() {
      SourceState now = subscription.state();
      return switch (defect) {
        case TELLS_NO_STATE -> SourceState.unknown();
        case IGNORES_PAUSE ->
            new SourceState(now.connected(), paused, now.inFlight(), now.lag(), now.problem());
        default -> now;
      };
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  /** Hands over wrongly, or settles wrongly. */
  private final class BrokenListener implements DeliveryListener {
    private final DeliveryListener listener;
    private final AtomicReference<Long> blockedUntil = new AtomicReference<>(System.nanoTime());

    BrokenListener(DeliveryListener listener) {
      this.listener = listener;
    }

    @Override
    public CompletionStage<Settlement> onDelivery(Delivery delivery) {
      while (System.nanoTime() - blockedUntil.get() < 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      CompletionStage<Settlement> stage = listener.onDelivery(altered(delivery));
      if (defect == Defect.DOUBLES) {
        CompletionStage<Settlement> unused = listener.onDelivery(delivery);
      }
      CompletableFuture<Settlement> answer = new CompletableFuture<>();
      answers.add(answer);
      if (defect == Defect.ACKS_EARLY) {
        answer.complete(Settlement.ACK);
      }
      stage.whenComplete((settlement, error) -> settle(delivery, answer, settlement, error));
      return answer;
    }

    private Delivery altered(Delivery delivery) {
      return switch (defect) {
        case DROPS_HEADERS ->
            new Delivery(delivery.body(), Map.of(), delivery.position(), delivery.attempt());
        case DOES_NOT_COUNT_ATTEMPTS ->
            new Delivery(delivery.body(), delivery.headers(), delivery.position(), 1);
        default -> delivery;
      };
    }

    private void settle(
        Delivery delivery,
        CompletableFuture<Settlement> answer,
        @Nullable Settlement settlement,
        @Nullable Throwable error) {
      if (error != null) {
        fail(answer, error);
        return;
      }
      if (settlement instanceof Settlement.RetryLater later
          && defect == Defect.RETRIES_BLOCK_OTHERS) {
        blockedUntil.set(System.nanoTime() + later.delay().toNanos());
      }
      if (defect == Defect.COMMITS_THE_HIGHEST_SEEN && settlement instanceof Settlement.Ack) {
        answers.stream()
            .takeWhile(earlier -> earlier != answer)
            .forEach(earlier -> earlier.complete(Settlement.ACK));
      }
      answer.complete(wrong(settlement));
      if (comesAgain(settlement)) {
        harness.send(new Message("", delivery.body(), delivery.headers()));
      }
    }

    private void fail(CompletableFuture<Settlement> answer, Throwable error) {
      if (defect == Defect.GIVES_UP_FAILED_LISTENERS) {
        answer.complete(Settlement.ACK);
      } else {
        answer.completeExceptionally(error);
      }
    }

    private boolean comesAgain(@Nullable Settlement settlement) {
      return (settlement instanceof Settlement.Ack && defect == Defect.DELIVERS_ACKNOWLEDGED_AGAIN)
          || (settlement instanceof Settlement.DeadLetter && defect == Defect.POISON_COMES_AGAIN);
    }

    private @Nullable Settlement wrong(@Nullable Settlement settlement) {
      if (settlement instanceof Settlement.DeadLetter) {
        boolean lost =
            defect == Defect.SWALLOWS_POISON
                || (defect == Defect.LOSES_DEAD_LETTERS_IN_AN_OUTAGE && deadLettersDown.get());
        return lost ? Settlement.ACK : settlement;
      }
      return settlement instanceof Settlement.RetryLater later && defect == Defect.RETRIES_AT_ONCE
          ? new Settlement.RetryLater(Duration.ZERO, later.reason())
          : settlement;
    }
  }

  @Override
  public EventSink sink() {
    EventSink sink = good.sink();
    return event -> {
      switch (defect) {
        case CONFIRMS_BEFORE_THE_BROKER ->
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                .execute(() -> sink.publish(event));
        case PUBLISHES_UNDER_ANOTHER_ID -> sink.publish(renamed(event));
        case SINK_IS_READ_BY_THE_SOURCE -> {
          sink.publish(event);
          good.publisher().publish(event);
        }
        case SWALLOWS_WHEN_CLOSED -> swallow(sink, event);
        default -> sink.publish(event);
      }
    };
  }

  private static EventEnvelope renamed(EventEnvelope event) {
    return new EventEnvelope(
        event.eventId() + "-" + System.nanoTime(),
        event.type(),
        event.source(),
        event.occurredAt(),
        event.subject(),
        event.traceId(),
        event.schemaVersion(),
        event.payload(),
        Map.of());
  }

  private static void swallow(EventSink sink, EventEnvelope event) {
    try {
      sink.publish(event);
    } catch (EventSinkException e) {
      return; // the defect
    }
  }

  @Override
  public EventSink publisher() {
    return good.publisher();
  }

  @Override
  public Optional<DeadLetters> deadLetters() {
    return good.deadLetters().map(BrokenLetters::new);
  }

  private final class BrokenLetters implements DeadLetters {
    private final DeadLetters letters;

    BrokenLetters(DeadLetters letters) {
      this.letters = letters;
    }

    @Override
    public List<StoredDeadLetter> list(DeadLetterQuery query) {
      return letters.list(defect == Defect.IGNORES_FILTERS ? DeadLetterQuery.all() : query);
    }

    @Override
    public Optional<StoredDeadLetter> find(String id) {
      return letters.find(id);
    }

    @Override
    public boolean replay(String id) {
      Optional<StoredDeadLetter> letter = letters.find(id);
      return switch (defect) {
        case REPLAYS_WITHOUT_HEADERS -> {
          letter.ifPresent(l -> harness.send(new Message("", l.body(), Map.of())));
          yield letters.discard(id);
        }
        case KEEPS_REPLAYED_LETTERS -> {
          letter.ifPresent(l -> harness.send(new Message("", l.body(), l.headers())));
          yield letter.isPresent();
        }
        default -> letters.replay(id);
      };
    }

    @Override
    public boolean discard(String id) {
      return defect == Defect.REPLAYS_WHAT_IS_DISCARDED ? letters.replay(id) : letters.discard(id);
    }
  }

  @Override
  public void close() {
    switch (defect) {
      case CLOSES_WITHOUT_DRAINING -> harness.crash(good);
      case ACKS_WHAT_IS_OPEN_WHEN_CLOSING -> {
        ackAll();
        good.close();
      }
      default -> good.close();
    }
  }
}
