package io.activitycore.engine.internal.memory;

import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import java.time.Clock;

/** The three ports over maps. */
public final class MemoryStore implements Store {

  private final MemoryDecisionLog decisions = new MemoryDecisionLog();
  private final MemoryOutbox outbox;
  private final MemoryRunStore runs;

  /** An empty store. */
  public MemoryStore(Clock clock) {
    this.outbox = new MemoryOutbox(clock);
    this.runs = new MemoryRunStore(decisions, outbox);
  }

  @Override
  public RunStore runs() {
    return runs;
  }

  @Override
  public DecisionLog decisions() {
    return decisions;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }
}
