package io.activitycore.engine.internal.memory;

import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.EventLog;
import io.activitycore.spi.HumanTaskStore;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.ParkedEvents;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore;
import io.activitycore.spi.WaitStore;
import java.time.Clock;

/** The ports over maps. */
public final class MemoryStore implements Store {

  private final MemoryDecisionLog decisions = new MemoryDecisionLog();
  private final MemoryTickStore ticks = new MemoryTickStore();
  private final MemoryOutbox outbox;
  private final MemoryRunStore runs;
  private final MemoryWaitStore waits;
  private final MemoryHumanTaskStore humanTasks;
  private final MemoryParkedEvents parked;
  private final MemoryEventLog events;

  /** An empty store. */
  public MemoryStore(Clock clock) {
    Tables tables = new Tables();
    this.outbox = new MemoryOutbox(clock);
    this.runs = new MemoryRunStore(tables, decisions, outbox, clock);
    this.waits = new MemoryWaitStore(tables, clock);
    this.humanTasks = new MemoryHumanTaskStore(tables, clock);
    this.parked = new MemoryParkedEvents(clock);
    this.events = new MemoryEventLog(decisions, clock);
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

  @Override
  public WaitStore waits() {
    return waits;
  }

  @Override
  public TickStore ticks() {
    return ticks;
  }

  @Override
  public HumanTaskStore humanTasks() {
    return humanTasks;
  }

  @Override
  public ParkedEvents parked() {
    return parked;
  }

  @Override
  public EventLog events() {
    return events;
  }
}
