package io.activitycore.postgres;

import io.activitycore.spi.PayloadStore;
import io.activitycore.spi.Store;
import io.activitycore.testing.store.DecisionLogContract;
import io.activitycore.testing.store.EventLogContract;
import io.activitycore.testing.store.HumanTaskStoreContract;
import io.activitycore.testing.store.OutboxContract;
import io.activitycore.testing.store.ParkedEventsContract;
import io.activitycore.testing.store.PayloadStoreContract;
import io.activitycore.testing.store.RunStoreContract;
import io.activitycore.testing.store.TickStoreContract;
import io.activitycore.testing.store.WaitStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class PostgresStoreContractIT {

  private static TestDatabase database;
  private static PostgresStore store;

  @BeforeAll
  static void open() {
    database = TestDatabase.shared();
    store = database.store();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Nested
  class Runs extends RunStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Decisions extends DecisionLogContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Outbox extends OutboxContract {
    @Override
    protected Store store() {
      return store;
    }

    @BeforeEach
    void empty() {
      database.sql().useHandle(handle -> handle.execute("TRUNCATE <s>.outbox"));
    }
  }

  @Nested
  class Events extends EventLogContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Waits extends WaitStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class HumanTasks extends HumanTaskStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Parked extends ParkedEventsContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Payloads extends PayloadStoreContract {
    @Override
    protected PayloadStore payloads() {
      return store.payloads();
    }
  }

  @Nested
  class Ticks extends TickStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }
}
