package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.dispatch.Dispatcher;
import io.activitycore.engine.internal.dispatch.RefusedException;
import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.SourceState;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries from all sources: decodes, verifies, validates, dispatches, and says what
 * becomes of each. A delivery is settled only when its runs are durably started and its decisions
 * recorded, or when it can never succeed.
 */
public final class Intake implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private static final CompletionStage<Settlement> ACKNOWLEDGED =
      CompletableFuture.completedFuture(Settlement.ACK);

  private final Function<String, Admission> admissions;
  private final Dispatcher dispatcher;
  private final Clock clock;
  private final Metrics metrics;
  private final ExecutorService threads;
  private final Lanes lanes;
  private final Outage outage = new Outage();
  private final Map<String, EventSource.Subscription> subscriptions = new LinkedHashMap<>();

  /**
   * An intake.
   *
   * @param admissions by the name of the source
   * @param concurrency deliveries in work at once; each waits for Temporal's answer on a thread of
   *     its own
   */
  public Intake(
      Function<String, Admission> admissions,
      Dispatcher dispatcher,
      Clock clock,
      Metrics metrics,
      int concurrency) {
    this.admissions = admissions;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.metrics = metrics;
    AtomicInteger numbers = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            concurrency,
            task -> {
              Thread thread = new Thread(task, "activity-core-intake-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.lanes = new Lanes(threads);
  }

  /** Begins to take from a source. */
  public synchronized void subscribe(EventSource source) {
    Entrance entrance =
        new Entrance(
            source.name(),
            admissions.apply(source.name()),
            new SourceMeter(metrics, source.name(), clock));
    EventSource.Subscription subscription =
        source.subscribe(delivery -> onDelivery(entrance, delivery));
    subscriptions.put(source.name(), subscription);
    outage.onChange(
        (begins, reason) -> {
          if (begins) {
            LOG.warn("Consumption of {} is paused: {}", source.name(), reason);
            subscription.pause();
          } else {
            LOG.info("Consumption of {} goes on", source.name());
            subscription.resume();
          }
        });
  }

  /** Where the deliveries of one source come in. */
  private record Entrance(String source, Admission admission, SourceMeter meter) {}

  private CompletionStage<Settlement> onDelivery(Entrance entrance, Delivery delivery) {
    SourceMeter.Received received = entrance.meter().received(delivery);
    EventEnvelope event = atOnce(entrance.admission(), delivery);
    if (event != null && dispatcher.ignores(event)) {
      received.decided(List.of());
      return ACKNOWLEDGED;
    }
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    try {
      lanes.execute(
          lanesOf(entrance.admission(), delivery, event),
          () -> complete(settlement, entrance, delivery, event, received));
    } catch (RejectedExecutionException e) {
      received.left();
      settlement.completeExceptionally(e);
    }
    return settlement;
  }

  /** Most events match nothing: what is seen soon needs no other thread. Else null. */
  private @Nullable EventEnvelope atOnce(Admission admission, Delivery delivery) {
    if (!admission.isQuick(delivery)) {
      return null;
    }
    try {
      return admission.admit(delivery, clock.instant());
    } catch (UndecodableException e) {
      return null; // it is refused where it is settled
    }
  }

  /** The events of a long-lived run keep the order in which the source gave them. */
  private Set<String> lanesOf(
      Admission admission, Delivery delivery, @Nullable EventEnvelope known) {
    if (!dispatcher.keepsOrder()) {
      return Set.of();
    }
    try {
      return dispatcher.lanes(known == null ? admission.decode(delivery, clock.instant()) : known);
    } catch (UndecodableException e) {
      return Set.of(); // it is refused where it is settled
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the adapter holds the same future
  private void complete(
      CompletableFuture<Settlement> settlement,
      Entrance entrance,
      Delivery delivery,
      @Nullable EventEnvelope known,
      SourceMeter.Received received) {
    try {
      settlement.complete(settle(entrance, delivery, known, received));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settlement.completeExceptionally(e);
    } catch (UnavailableException e) {
      LOG.info(
          "{} of {} is left to the broker: {}",
          delivery.position(),
          entrance.source(),
          e.getMessage());
      settlement.completeExceptionally(e);
    } catch (RuntimeException e) {
      LOG.error(
          "Delivery {} of {} failed for an unknown reason",
          delivery.position(),
          entrance.source(),
          e);
      settlement.completeExceptionally(e);
    }
    received.left();
  }

  private Settlement settle(
      Entrance entrance,
      Delivery delivery,
      @Nullable EventEnvelope known,
      SourceMeter.Received received)
      throws InterruptedException {
    try {
      return decide(entrance, delivery, known, received);
    } catch (RefusedException e) {
      LOG.error(
          "{} of {} is dead-lettered without a decision: {}",
          delivery.position(),
          entrance.source(),
          e.getMessage());
      return deadLetter(received, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Settlement decide(
      Entrance entrance,
      Delivery delivery,
      @Nullable EventEnvelope known,
      SourceMeter.Received received)
      throws InterruptedException {
    EventEnvelope event;
    try {
      event = known == null ? entrance.admission().admit(delivery, clock.instant()) : known;
    } catch (UndecodableException e) {
      LOG.warn(
          "{} of {} is dead-lettered: {}", delivery.position(), entrance.source(), e.getMessage());
      outage.untilAnswered(
          () -> {
            dispatcher.rejected(delivery.position(), e.code() + ": " + e.getMessage());
            return List.of();
          });
      return deadLetter(received, e.code(), String.valueOf(e.getMessage()));
    }
    List<Decision> decisions = outage.untilAnswered(() -> dispatcher.dispatch(List.of(event)));
    for (Decision decision : decisions) {
      if (decision.kind() == Decision.Kind.REJECTED) {
        return deadLetter(received, "refused", decision.reason());
      }
    }
    received.decided(decisions);
    return Settlement.ACK;
  }

  private static Settlement deadLetter(SourceMeter.Received received, String code, String reason) {
    received.deadLettered(code);
    return new Settlement.DeadLetter(code, reason);
  }

  /** How each source is, by name. */
  public synchronized Map<String, SourceState> sources() {
    Map<String, SourceState> states = new LinkedHashMap<>();
    subscriptions.forEach((name, subscription) -> states.put(name, subscription.state()));
    return states;
  }

  /** Whether Temporal and the store answered the last time they were asked. */
  public boolean isHealthy() {
    return !outage.isOut();
  }

  /** Takes nothing new, settles what is in hand, and ends. */
  @Override
  public synchronized void close() {
    if (outage.isOut()) {
      // Nobody answers, so nothing in hand can be settled: the broker keeps it.
      outage.close();
    }
    subscriptions.values().forEach(EventSource.Subscription::close);
    outage.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
