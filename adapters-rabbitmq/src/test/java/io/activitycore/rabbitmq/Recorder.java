package io.activitycore.rabbitmq;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A listener that remembers what came. */
final class Recorder implements DeliveryListener {

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Function<Delivery, CompletionStage<Settlement>> answer;

  private Recorder(Function<Delivery, CompletionStage<Settlement>> answer) {
    this.answer = answer;
  }

  static Recorder acking() {
    return settling(delivery -> Settlement.ACK);
  }

  static Recorder settling(Function<Delivery, Settlement> settlement) {
    return new Recorder(d -> CompletableFuture.completedStage(settlement.apply(d)));
  }

  static Recorder answering(Function<Delivery, CompletionStage<Settlement>> answer) {
    return new Recorder(answer);
  }

  /** Settles when the future is completed. */
  static Recorder waiting(CompletableFuture<Settlement> settlement) {
    return new Recorder(delivery -> settlement);
  }

  @Override
  public CompletionStage<Settlement> onDelivery(Delivery delivery) {
    deliveries.add(delivery);
    return answer.apply(delivery);
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  List<String> bodies() {
    return deliveries.stream().map(Recorder::body).toList();
  }

  static String body(Delivery delivery) {
    return new String(delivery.body(), StandardCharsets.UTF_8);
  }
}
