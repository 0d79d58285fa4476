package io.activitycore.engine;

import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.spi.Store;
import java.time.Clock;

/**
 * A store in this process. It forgets with the process, so exactly-once then rests on Temporal's
 * retention alone: with a remote Temporal it must be asked for by name, as here. It grows with the
 * number of events.
 */
public final class InMemoryStore {

  private InMemoryStore() {}

  /** An empty store. Thread-safe. */
  public static Store create() {
    return new MemoryStore(Clock.systemUTC());
  }
}
