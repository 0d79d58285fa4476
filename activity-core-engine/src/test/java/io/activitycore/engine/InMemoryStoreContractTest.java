package io.activitycore.engine;

import io.activitycore.spi.Store;
import io.activitycore.testing.store.DecisionLogContract;
import io.activitycore.testing.store.EventLogContract;
import io.activitycore.testing.store.HumanTaskStoreContract;
import io.activitycore.testing.store.OutboxContract;
import io.activitycore.testing.store.ParkedEventsContract;
import io.activitycore.testing.store.RunStoreContract;
import io.activitycore.testing.store.TickStoreContract;
import io.activitycore.testing.store.WaitStoreContract;
import org.junit.jupiter.api.Nested;

class InMemoryStoreContractTest {

  @Nested
  class Runs extends RunStoreContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Decisions extends DecisionLogContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Outbox extends OutboxContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Events extends EventLogContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Waits extends WaitStoreContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class HumanTasks extends HumanTaskStoreContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Parked extends ParkedEventsContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Ticks extends TickStoreContract {
    private final Store store = InMemoryStore.create();

    @Override
    protected Store store() {
      return store;
    }
  }
}
