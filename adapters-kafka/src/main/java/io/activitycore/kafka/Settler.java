package io.activitycore.kafka;

import io.activitycore.internal.source.Answers;
import io.activitycore.internal.source.BackOff;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives records to the listener and carries out what it says. Thread-safe. */
final class Settler {

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  private final DeliveryListener listener;
  private final Assignment assignment;
  private final DeadLetterWriter deadLetters;
  private final BackOff backOff;
  private final int deliveryLimit;

  Settler(
      KafkaOptions options,
      DeliveryListener listener,
      Assignment assignment,
      DeadLetterWriter deadLetters) {
    this.listener = listener;
    this.assignment = assignment;
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
      log.debug("Kafka: {} again in {}: {}", held.position(), later.delay(), later.reason());
      assignment.retry(held, later.delay().isNegative() ? Duration.ZERO : later.delay());
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      deadLetters.put(held, dead);
    } else {
      assignment.settle(held);
    }
  }

  private void failed(Held held, Throwable error) {
    Duration delay = backOff.after(held.attempt());
    log.warn("Kafka: {} failed, again in {}: {}", held.position(), delay, error.toString());
    assignment.retry(held, delay);
  }
}
