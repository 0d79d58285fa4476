package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.run.Correlation;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Brings events to the runs that wait for them. Thread-safe. */
public final class WaitingRuns {

  /** How long an event may be found by a run that gets to its wait only later. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final String tenant;
  private final WaitStore waits;
  private final Correlation correlation;
  private final AnswerRelay relay;

  /** Over one tenant's waits. */
  public WaitingRuns(String tenant, WaitStore waits, Correlation correlation, AnswerRelay relay) {
    this.tenant = tenant;
    this.waits = waits;
    this.correlation = correlation;
    this.relay = relay;
  }

  /** False only when certainly no run waits for events of a type. */
  boolean mayBeAwaited(String type) {
    return waits.mayBeAwaited(tenant, type);
  }

  /**
   * Answers every wait that the event fits.
   *
   * @param keep whether a definition of today waits for such events
   * @return the waits that it settled, now or when it came before
   * @throws UnavailableException when Temporal or the store did not answer: repeating it is
   *     harmless
   */
  List<Wait> offer(EventEnvelope event, boolean keep) {
    List<Wait> settled = new ArrayList<>();
    Duration kept = keep ? KEPT : Duration.ZERO;
    List<Wait> listening =
        StoreCall.ask(
            "offer " + event.eventId() + " to waits", () -> waits.offer(tenant, event, kept));
    for (Wait wait : listening) {
      if (correlation.fits(wait, event)) {
        JsonNode settlement = Correlation.settlement(event);
        Acceptance accepted =
            StoreCall.ask(
                "take " + event.eventId() + " for " + wait.id(),
                () -> waits.accept(tenant, wait.id(), event.eventId(), settlement));
        if (accepted == Acceptance.ACCEPTED || accepted == Acceptance.REPEATED) {
          relay.deliver(wait);
          settled.add(wait);
        }
      }
    }
    return settled;
  }
}
