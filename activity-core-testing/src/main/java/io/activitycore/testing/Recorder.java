package io.activitycore.testing;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A listener that remembers what came. Thread-safe. */
public final class Recorder implements DeliveryListener {

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Function<Delivery, CompletionStage<Settlement>> answer;

  private Recorder(Function<Delivery, CompletionStage<Settlement>> answer) {
    this.answer = answer;
  }

  /** Settles each delivery at once: done. */
  public static Recorder acking() {
    return settling(delivery -> Settlement.ACK);
  }

  /** Settles each at once, as the function says. */
  public static Recorder settling(Function<Delivery, Settlement> settlement) {
    return new Recorder(d -> CompletableFuture.completedStage(settlement.apply(d)));
  }

  /** Settles each when the function's answer is there. */
  public static Recorder answering(Function<Delivery, CompletionStage<Settlement>> answer) {
    return new Recorder(answer);
  }

  /** Settles all when the future is completed. */
  public static Recorder waiting(CompletableFuture<Settlement> settlement) {
    return new Recorder(delivery -> settlement);
  }

  @Override
  public CompletionStage<Settlement> onDelivery(Delivery delivery) {
    deliveries.add(delivery);
    return answer.apply(delivery);
  }

  /** What came, in order. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Their bodies, as UTF-8. */
  public List<String> bodies() {
    return deliveries.stream().map(Recorder::body).toList();
  }

  /** A body, as UTF-8. */
  public static String body(Delivery delivery) {
    return new String(delivery.body(), StandardCharsets.UTF_8);
  }
}
