package io.activitycore.nats;

import io.activitycore.internal.source.Answers;
import io.activitycore.internal.source.BackOff;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives deliveries to the listener and carries out what it says. Thread-safe. */
final class Settler {

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  private final DeliveryListener listener;
  private final InFlight inFlight;
  private final DeadLetterWriter deadLetters;
  private final BackOff backOff;
  private final int deliveryLimit;
  private final @Nullable Lanes lanes;

  Settler(
      NatsOptions options,
      DeliveryListener listener,
      InFlight inFlight,
      DeadLetterWriter deadLetters,
      @Nullable Lanes lanes) {
    this.listener = listener;
    this.inFlight = inFlight;
    this.deadLetters = deadLetters;
    this.lanes = lanes;
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
    this.deliveryLimit = options.deliveryLimit();
  }

  void handOver(Held held) {
    int attempt = held.attempt();
    if (attempt > deliveryLimit) {
      String reason = "delivery " + attempt + ", the limit is " + deliveryLimit;
      deadLetter(held, new Settlement.DeadLetter("delivery_limit", reason));
      return;
    }
    try {
      CompletionStage<Settlement> stage = listener.onDelivery(held.delivery());
      Settlement now = Answers.now(stage);
      if (now == null) {
        stage.whenComplete((settlement, error) -> settle(held, settlement, error));
      } else {
        settle(held, now, null);
      }
    } catch (RuntimeException | Error e) {
      failed(held, e);
    }
  }

  private void settle(Held held, @Nullable Settlement settlement, @Nullable Throwable error) {
    if (error != null || settlement == null) {
      failed(held, error == null ? new IllegalStateException("no settlement") : error);
    } else if (settlement instanceof Settlement.RetryLater later) {
      log.debug("NATS: {} again in {}: {}", held.position(), later.delay(), later.reason());
      retry(held, later.delay());
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      deadLetter(held, dead);
    } else {
      done(held, held::ack);
    }
  }

  private void deadLetter(Held held, Settlement.DeadLetter why) {
    deadLetters.put(Original.of(held), why, () -> done(held, held::term));
  }

  private void failed(Held held, Throwable error) {
    Duration delay = backOff.after(held.attempt());
    log.warn("NATS: {} failed, again in {}: {}", held.position(), delay, error.toString());
    retry(held, delay);
  }

  /** Gives it back to the server, for whoever asks next. */
  void release(Held held) {
    retry(held, Duration.ZERO);
  }

  private void retry(Held held, Duration delay) {
    if (lanes != null) {
      lanes.retried(held, delay); // before it can come again
    }
    tell(held, () -> held.retry(delay.isNegative() ? Duration.ZERO : delay));
  }

  private void done(Held held, Runnable word) {
    tell(held, word);
    if (lanes != null) {
      lanes.settled(held);
    }
  }

  private void tell(Held held, Runnable word) {
    try {
      word.run();
    } catch (IllegalStateException e) {
      // A closed connection or a full reconnect buffer: unheard, so the server delivers it again.
      log.debug("NATS: {} could not be settled: {}", held.position(), e.toString());
    } finally {
      inFlight.remove(held);
    }
  }
}
