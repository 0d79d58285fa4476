package io.activitycore.testing;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Delivers given bodies, one after the other, and notes which of them got a settlement. */
final class ListSource implements EventSource {
  private final List<String> bodies;
  private final List<String> settled = new CopyOnWriteArrayList<>();

  ListSource(String... bodies) {
    this.bodies = List.of(bodies);
  }

  /** Such as {@code [first=Ack]}, in order of settlement. */
  List<String> settled() {
    return settled;
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public Subscription subscribe(DeliveryListener listener) {
    for (String body : bodies) {
      Delivery delivery =
          new Delivery(body.getBytes(StandardCharsets.UTF_8), Map.of(), "list#" + body, 1);
      var unused =
          listener
              .onDelivery(delivery)
              .whenComplete((settlement, error) -> note(body, settlement, error));
    }
    return new NoSubscription();
  }

  private void note(String body, @Nullable Settlement settlement, @Nullable Throwable error) {
    String what =
        settlement == null ? String.valueOf(error) : settlement.getClass().getSimpleName();
    settled.add(body + "=" + what);
    System.out.println("settled " + body + "=" + what);
  }

  private static final class NoSubscription implements Subscription {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
  }
}
