package io.activitycore.nats;

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
  private final DeadLetters deadLetters;
  private final BackOff backOff;
  private final int deliveryLimit;

  Settler(
      NatsOptions options, DeliveryListener listener, InFlight inFlight, DeadLetters deadLetters) {
    this.listener = listener;
    this.inFlight = inFlight;
    this.deadLetters = deadLetters;
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
    this.deliveryLimit = options.deliveryLimit();
  }

  void handOver(Held held) {
    int attempt = held.attempt();
    if (attempt > deliveryLimit) {
      String reason = "delivery " + attempt + ", the limit is " + deliveryLimit;
      deadLetters.put(held, new Settlement.DeadLetter("delivery_limit", reason));
      return;
    }
    CompletionStage<Settlement> stage;
    try {
      stage = listener.onDelivery(held.delivery());
      stage.whenComplete((settlement, error) -> settle(held, settlement, error));
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
      deadLetters.put(held, dead);
    } else {
      tell(held, held::ack);
    }
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
    tell(held, () -> held.retry(delay.isNegative() ? Duration.ZERO : delay));
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
