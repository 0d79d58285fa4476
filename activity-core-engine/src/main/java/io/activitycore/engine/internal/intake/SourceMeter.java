package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.run.Decision;
import io.activitycore.spi.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What is measured of the deliveries of one source: each that is received is matched, unmatched,
 * dead-lettered or left to the broker, or still in flight. Thread-safe.
 */
final class SourceMeter {

  private final Metrics metrics;
  private final String source;
  private final Clock clock;

  SourceMeter(Metrics metrics, String source, Clock clock) {
    this.metrics = metrics;
    this.source = source;
    this.clock = clock;
  }

  /** A delivery has come. */
  Received received(Delivery delivery) {
    metrics.count(Metric.EVENTS_RECEIVED, 1, source);
    return new Received(delivery, System.nanoTime());
  }

  /** One delivery; it is told once what became of it. */
  final class Received {

    private final Delivery delivery;
    private final long since;

    private Received(Delivery delivery, long since) {
      this.delivery = delivery;
      this.since = since;
    }

    void decided(List<Decision> decisions) {
      if (metrics.isOff()) {
        return;
      }
      settled(decisions.stream().anyMatch(Received::matches) ? "matched" : "unmatched");
      boolean started = decisions.stream().anyMatch(one -> one.kind() == Decision.Kind.STARTED);
      if (started && delivery.storedAt() != null) {
        Duration took = Duration.between(delivery.storedAt(), clock.instant());
        // Two clocks: the broker's may be ahead.
        metrics.time(Metric.START_LATENCY, took.isNegative() ? Duration.ZERO : took, source);
      }
    }

    private static boolean matches(Decision decision) {
      return switch (decision.kind()) {
        case FILTERED, DISABLED, UNMATCHED -> false;
        default -> true;
      };
    }

    void deadLettered(String code) {
      metrics.count(Metric.DEAD_LETTERS, 1, source, code);
      settled("dead_lettered");
    }

    /** The broker will deliver it again. */
    void left() {
      metrics.count(Metric.EVENTS_SETTLED, 1, source, "left");
    }

    private void settled(String outcome) {
      metrics.count(Metric.EVENTS_SETTLED, 1, source, outcome);
      metrics.time(Metric.EVENT_LATENCY, Duration.ofNanos(System.nanoTime() - since), source);
    }
  }
}
