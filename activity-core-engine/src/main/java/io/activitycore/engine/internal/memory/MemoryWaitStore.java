package io.activitycore.engine.internal.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What runs wait for, under the store's lock. */
final class MemoryWaitStore implements WaitStore {

  private final Tables tables;
  private final Clock clock;

  MemoryWaitStore(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public Optional<Row> find(String tenant, String id) {
    synchronized (tables) {
      return tables.waits().find(tenant, id);
    }
  }

  @Override
  public Acceptance accept(String tenant, String id, String by, JsonNode settlement) {
    synchronized (tables) {
      Acceptance acceptance = tables.waits().accept(tenant, id, by, settlement, clock.instant());
      if (acceptance == Acceptance.ACCEPTED) {
        tables.people().close(tenant, id); // it was answered past the inbox
      }
      return acceptance;
    }
  }

  @Override
  public void delivered(String tenant, String id) {
    synchronized (tables) {
      tables.waits().delivered(tenant, id);
    }
  }

  @Override
  public List<Row> undelivered(int limit, Duration age) {
    synchronized (tables) {
      return tables.waits().undelivered(limit, clock.instant().minus(age));
    }
  }

  @Override
  public List<Wait> offer(String tenant, EventEnvelope event, Duration keep) {
    synchronized (tables) {
      Instant now = clock.instant();
      tables.events().keep(tenant, event, now, now.plus(keep));
      return tables.waits().listening(tenant, event.type());
    }
  }

  @Override
  public boolean mayBeAwaited(String tenant, String type) {
    synchronized (tables) {
      return tables.waits().isAwaited(tenant, type);
    }
  }
}
