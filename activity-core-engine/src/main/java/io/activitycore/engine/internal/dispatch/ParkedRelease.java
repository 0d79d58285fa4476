package io.activitycore.engine.internal.dispatch;

import io.activitycore.spi.ParkedEvents.Parked;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoredDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the parked events of definitions that are enabled again: in the order in which they came,
 * at most {@value #A_SECOND} a second for each, by one host at a time.
 */
public final class ParkedRelease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedRelease.class);

  /** A long pause must not end in a flood; the starts of other events go on beside it. */
  static final int A_SECOND = 50;

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final String tenant;
  private final Store store;
  private final Supplier<List<StoredDefinition>> definitions;
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-parked");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Not started yet.
   *
   * @param definitions those that are current at the time
   */
  public ParkedRelease(
      String tenant,
      Store store,
      Supplier<List<StoredDefinition>> definitions,
      Dispatcher dispatcher) {
    this.tenant = tenant;
    this.store = store;
    this.definitions = definitions;
    this.dispatcher = dispatcher;
  }

  /** Starts to look for what may go on. */
  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  public void start() {
    timer.scheduleWithFixedDelay(this::release, 0, 1, TimeUnit.SECONDS);
  }

  private void release() {
    for (StoredDefinition stored : definitions.get()) {
      if (stored.definition().enabled() && Parking.parks(stored.definition())) {
        release(stored.definition().id());
      }
    }
  }

  private void release(String activityId) {
    List<String> done = new ArrayList<>();
    try {
      List<Parked> first = store.parked().claim(tenant, activityId, A_SECOND, LEASE);
      try {
        for (Parked parked : first) {
          dispatcher.release(activityId, parked.event());
          done.add(parked.event().eventId());
        }
      } finally {
        if (!first.isEmpty()) {
          store.parked().released(tenant, activityId, done);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("Parked events of {} wait on; trying again: {}", activityId, e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
