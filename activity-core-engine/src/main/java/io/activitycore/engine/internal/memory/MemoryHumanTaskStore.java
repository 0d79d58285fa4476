package io.activitycore.engine.internal.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.spi.HumanTaskStore;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The inbox of people, under the store's lock. */
final class MemoryHumanTaskStore implements HumanTaskStore {

  private final Tables tables;
  private final Clock clock;

  MemoryHumanTaskStore(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public Optional<HumanTask> find(String tenant, String id) {
    synchronized (tables) {
      return tables.people().find(tenant, id);
    }
  }

  @Override
  public List<HumanTask> search(Query query) {
    synchronized (tables) {
      return tables.people().search(query);
    }
  }

  @Override
  public boolean replace(HumanTask changed) {
    synchronized (tables) {
      if (!tables.people().isNext(changed)
          || !tables.waits().isOpen(changed.tenant(), changed.id())) {
        return false;
      }
      if (changed.status() == Status.COMPLETED) {
        settle(changed);
      }
      tables.people().put(changed);
      return true;
    }
  }

  private void settle(HumanTask decided) {
    String by = Objects.requireNonNull(decided.completedBy(), "a decided task has who decided");
    Acceptance unused =
        tables
            .waits()
            .accept(decided.tenant(), decided.id(), by, settlement(decided, by), clock.instant());
  }

  private static JsonNode settlement(HumanTask decided, String by) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode outcome = decided.outcome() == null ? json.nullNode() : decided.outcome();
    return json.objectNode().set("result", json.objectNode().put("by", by).set("outcome", outcome));
  }
}
