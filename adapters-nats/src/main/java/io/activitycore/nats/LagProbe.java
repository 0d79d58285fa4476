package io.activitycore.nats;

import io.activitycore.internal.source.Gate;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the server every now and then how much waits. */
final class LagProbe implements Runnable {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration HASTE = Duration.ofMillis(50);

  private final NatsOptions options;
  private final NatsLink link;
  private final Gate gate;
  private final Health health;
  private final IntSupplier inHand;
  private final InFlight inFlight;
  private final @Nullable Lanes lanes;

  LagProbe(
      NatsOptions options,
      NatsLink link,
      Gate gate,
      Health health,
      IntSupplier inHand,
      InFlight inFlight,
      @Nullable Lanes lanes) {
    this.options = options;
    this.link = link;
    this.gate = gate;
    this.health = health;
    this.inHand = inHand;
    this.inFlight = inFlight;
    this.lanes = lanes;
  }

  @Override
  public void run() {
    try {
      while (!gate.isClosed()) {
        measure();
        gate.sleep(lanes != null && lanes.hasGap() ? HASTE : PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure() {
    long changes = lanes == null ? 0 : lanes.changes();
    try {
      ConsumerInfo info = link.management().getConsumerInfo(options.stream(), options.consumer());
      health.lag(info.getNumPending() + Math.max(0, info.getNumAckPending() - inHand.getAsInt()));
      if (lanes != null) {
        lanes.compare(changes, info.getNumAckPending(), inFlight.size());
      }
    } catch (JetStreamApiException e) {
      health.lag(0); // it answers, but has no such consumer: the pull loop says so
    } catch (IOException | IllegalStateException e) {
      health.silent();
    }
  }
}
