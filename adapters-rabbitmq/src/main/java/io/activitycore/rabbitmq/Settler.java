package io.activitycore.rabbitmq;

import io.activitycore.internal.source.Answers;
import io.activitycore.internal.source.BackOff;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives deliveries to the listener and has carried out what it says. Thread-safe. */
final class Settler {

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  private final RabbitOptions options;
  private final DeliveryListener listener;
  private final Letters letters;
  private final Copies copies;
  private final BackOff backOff;
  private final Consumer<Held> acknowledge;
  private final @Nullable BiConsumer<Held, Duration> repeat;

  /**
   * A settler.
   *
   * @param acknowledge tells the server that one is done
   * @param repeat hands one over again after a delay without letting it go; null: it waits in a
   *     delay queue
   */
  Settler(
      RabbitOptions options,
      DeliveryListener listener,
      Letters letters,
      Consumer<Held> acknowledge,
      @Nullable BiConsumer<Held, Duration> repeat) {
    this.options = options;
    this.listener = listener;
    this.letters = letters;
    this.copies = new Copies(options);
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
    this.acknowledge = acknowledge;
    this.repeat = repeat;
  }

  void handOver(Held held) {
    int attempt = held.attempt();
    Duration rest = held.message().rest();
    if (!rest.isZero()) {
      later(held, attempt - 1, rest);
      return;
    }
    if (attempt > options.deliveryLimit()) {
      String reason = "delivery " + attempt + ", the limit is " + options.deliveryLimit();
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
      log.debug("RabbitMQ: {} again in {}: {}", held.position(), later.delay(), later.reason());
      retry(held, later.delay());
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      deadLetter(held, dead);
    } else {
      acknowledge.accept(held);
    }
  }

  private void failed(Held held, Throwable error) {
    Duration delay = backOff.after(held.attempt());
    log.warn("RabbitMQ: {} failed, again in {}: {}", held.position(), delay, error.toString());
    retry(held, delay);
  }

  private void retry(Held held, Duration delay) {
    if (repeat != null) {
      repeat.accept(held, delay);
    } else {
      later(held, held.attempt(), delay);
    }
  }

  private void later(Held held, int attempts, Duration delay) {
    if (held.isOrphan()) {
      acknowledge.accept(held); // the server has it back, a copy would be one too many
      return;
    }
    Outgoing copy = copies.again(held.message(), attempts, delay);
    letters.put(new Letters.Letter(held, copy, copy, () -> acknowledge.accept(held)));
  }

  private void deadLetter(Held held, Settlement.DeadLetter why) {
    if (held.isOrphan()) {
      acknowledge.accept(held); // it comes again, and so will this settlement
      return;
    }
    int attempt = held.attempt();
    letters.put(
        new Letters.Letter(
            held,
            DeadLetter.of(options, held.message(), attempt, why),
            DeadLetter.bare(options, held.message(), attempt, why),
            () -> putAway(held, why)));
  }

  private void putAway(Held held, Settlement.DeadLetter why) {
    log.warn(
        "RabbitMQ: {} dead-lettered, {}: {}",
        held.position(),
        why.code(),
        Names.line(why.reason()));
    acknowledge.accept(held);
  }
}
