package io.activitycore.spi;

import java.util.concurrent.CompletionStage;

/** Takes deliveries from an {@link EventSource}. Implemented by the engine's intake. */
@FunctionalInterface
public interface DeliveryListener {

  /**
   * Handles one delivery. Returns at once or after a short wait (which is back-pressure); never
   * throws.
   *
   * @param delivery what came
   * @return completes with what to do about it, however late; until then the adapter keeps the
   *     delivery alive at the broker (in-progress signals, pause instead of a poll time-out).
   *     Completed exceptionally, it counts as {@link Settlement.RetryLater} with the adapter's own
   *     back-off
   */
  CompletionStage<Settlement> onDelivery(Delivery delivery);
}
