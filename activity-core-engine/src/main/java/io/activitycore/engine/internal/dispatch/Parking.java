package io.activitycore.engine.internal.dispatch;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.ParkedEvents;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoredDefinition;
import java.util.List;

/** Keeps the events of disabled definitions that ask for it. Thread-safe. */
public final class Parking {

  private final String tenant;
  private final Store store;

  /** Over a store, whose parked events are asked for when there are some to keep. */
  public Parking(String tenant, Store store) {
    this.tenant = tenant;
    this.store = store;
  }

  /** Whether a definition's events are kept while it is disabled. */
  public static boolean parks(ActivityDefinition definition) {
    EventTrigger event = definition.trigger().event();
    return event != null && event.onDisabled() == EventTrigger.OnDisabled.PARK;
  }

  /** Whether an event must not overtake others: a long-lived run takes them in order. */
  boolean comesAfterParked(StoredDefinition stored) {
    if (!parks(stored.definition()) || !LongLivedRuns.isLongLived(stored)) {
      return false;
    }
    return StoreCall.ask(
        "say what is parked", () -> store.parked().any(tenant, stored.definition().id()));
  }

  void park(StoredDefinition stored, EventEnvelope event) {
    ParkedEvents.Parked parked = new ParkedEvents.Parked(tenant, stored.definition().id(), event);
    StoreCall.tell("park " + event.eventId(), () -> store.parked().park(List.of(parked)));
  }
}
