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
    try {
      return store.parked().any(tenant, stored.definition().id());
    } catch (RuntimeException e) {
      throw new UnavailableException("the store did not say what is parked", e);
    }
  }

  void park(StoredDefinition stored, EventEnvelope event) {
    try {
      store
          .parked()
          .park(List.of(new ParkedEvents.Parked(tenant, stored.definition().id(), event)));
    } catch (RuntimeException e) {
      throw new UnavailableException("the store did not park " + event.eventId(), e);
    }
  }
}
