package io.activitycore.engine.internal.host;

import io.activitycore.engine.internal.intake.Intake;
import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.spi.SourceState;
import io.activitycore.spi.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what has a value at any time, every few seconds, where metrics are wanted. */
final class HostGauges implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostGauges.class);

  static final Duration PERIOD = Duration.ofSeconds(5);

  /** Beyond it more is not worse, and counting costs. */
  private static final int MOST_COUNTED = 100_000;

  private final Metrics metrics;
  private final String tenant;
  private final Intake intake;
  private final Store store;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-metrics");
            thread.setDaemon(true);
            return thread;
          });

  /** Not started yet. */
  HostGauges(Metrics metrics, String tenant, Intake intake, Store store) {
    this.metrics = metrics;
    this.tenant = tenant;
    this.intake = intake;
    this.store = store;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  void start() {
    if (!metrics.isOff()) {
      timer.scheduleWithFixedDelay(this::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What does not answer keeps the values that it had. */
  private void look() {
    for (Runnable part : List.<Runnable>of(this::sources, this::parked, this::outbox)) {
      try {
        part.run();
      } catch (RuntimeException e) {
        LOG.debug("Some gauges have old values", e);
      }
    }
  }

  private void sources() {
    metrics.set(Metric.HEALTHY, intake.isHealthy());
    intake.sources().forEach(this::source);
  }

  private void source(String name, SourceState state) {
    metrics.set(Metric.SOURCE_CONNECTED, state.connected(), name);
    metrics.set(Metric.SOURCE_PAUSED, state.paused(), name);
    metrics.set(Metric.SOURCE_HEALTHY, state.healthy(), name);
    metrics.set(Metric.SOURCE_IN_FLIGHT, state.inFlight(), name);
    state.lag().ifPresent(lag -> metrics.set(Metric.SOURCE_LAG, (double) lag, name));
  }

  private void parked() {
    Map<String, Double> counts = new HashMap<>();
    store.parked().counts(tenant).forEach((id, count) -> counts.put(id, (double) count));
    metrics.setByActivity(Metric.EVENTS_PARKED, counts, Double::sum);
  }

  private void outbox() {
    metrics.set(Metric.OUTBOX_WAITING, store.outbox().countWaiting(MOST_COUNTED));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
