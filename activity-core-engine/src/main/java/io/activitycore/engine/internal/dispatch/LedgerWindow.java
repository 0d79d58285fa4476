package io.activitycore.engine.internal.dispatch;

import io.activitycore.definition.EventTrigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.StoredDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which events are older than what the ledger remembers. Thread-safe. */
public final class LedgerWindow {

  private final String tenant;
  private final RunStore runs;
  private final Clock clock;

  /** Over a ledger. */
  public LedgerWindow(String tenant, RunStore runs, Clock clock) {
    this.tenant = tenant;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Why an event is not for a definition that wants no event twice; empty when it is.
   *
   * @throws UnavailableException when the store did not answer
   */
  Optional<String> refusal(StoredDefinition stored, EventEnvelope event) {
    Optional<Duration> window = runs.window();
    if (window.isEmpty() || startsAnyway(stored)) {
      return Optional.empty();
    }
    Instant oldest = clock.instant().minus(window.get());
    if (!event.occurredAt().isBefore(oldest) || isKnown(stored, event)) {
      return Optional.empty();
    }
    return Optional.of(
        "too_old: it occurred at "
            + event.occurredAt()
            + ", and the ledger remembers "
            + window.get().toDays()
            + " days: whether it ran before is not known");
  }

  private static boolean startsAnyway(StoredDefinition stored) {
    EventTrigger trigger = stored.definition().trigger().event();
    return trigger == null || trigger.onTooOld() == EventTrigger.OnTooOld.START;
  }

  /** Then it is a duplicate, and will be found to be one. */
  private boolean isKnown(StoredDefinition stored, EventEnvelope event) {
    RunKey key = new RunKey(tenant, stored.definition().id(), event.eventId());
    return StoreCall.ask("say whether an old event ran", () -> runs.find(key).isPresent());
  }
}
