package io.activitycore.engine.internal.metrics;

import java.util.List;
import java.util.Locale;

/** Every metric there is; the guide has a table of them (docs/guide/metrics.md). */
public enum Metric {
  /** Deliveries taken from a source. */
  EVENTS_RECEIVED(Kind.COUNTER, Tag.SOURCE),
  /** What became of them. */
  EVENTS_SETTLED(Kind.COUNTER, Tag.SOURCE, Tag.OUTCOME),
  /** Deliveries that can never succeed, by the code of the reason. */
  DEAD_LETTERS(Kind.COUNTER, Tag.SOURCE, Tag.CODE),
  /** From hand-over by the source to the durable decision. */
  EVENT_LATENCY(Kind.TIMER, Tag.SOURCE),
  /** From when the broker stored an event to the durable start of its runs. */
  START_LATENCY(Kind.TIMER, Tag.SOURCE),
  /** Decisions that were recorded when events and starts by hand were dispatched. */
  DECISIONS(Kind.COUNTER, Tag.ACTIVITY_ID, Tag.DECISION),
  /** Whether a source's broker is reachable. */
  SOURCE_CONNECTED(Kind.GAUGE, Tag.SOURCE),
  /** Whether a source takes nothing. */
  SOURCE_PAUSED(Kind.GAUGE, Tag.SOURCE),
  /** Whether a source delivers. */
  SOURCE_HEALTHY(Kind.GAUGE, Tag.SOURCE),
  /** Deliveries in hand. */
  SOURCE_IN_FLIGHT(Kind.GAUGE, Tag.SOURCE),
  /** Events that wait at the broker. */
  SOURCE_LAG(Kind.GAUGE, Tag.SOURCE),
  /** Whether Temporal and the store answer. */
  HEALTHY(Kind.GAUGE),
  /** Events that are kept for a disabled definition. */
  EVENTS_PARKED(Kind.GAUGE, Tag.ACTIVITY_ID),
  /** Events out that wait to be published. */
  OUTBOX_WAITING(Kind.GAUGE),
  /** Events out that were published. */
  OUTBOX_RELAYED(Kind.COUNTER),
  /** Attempts to publish an event out that failed. */
  OUTBOX_FAILED(Kind.COUNTER),
  /** Events out that were parked: no broker takes them. */
  OUTBOX_PARKED(Kind.COUNTER),
  /** Ticks of schedules whose fate is settled: by one host each. */
  TICKS(Kind.COUNTER, Tag.ACTIVITY_ID, Tag.FATE),
  /** Seconds since a run of a schedule was expected that is not there; 0 while it is on time. */
  SCHEDULE_LATE(Kind.GAUGE, Tag.ACTIVITY_ID);

  /** What a reporter makes of it. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** The value at the last look, every few seconds. */
    GAUGE,
    /** Durations. */
    TIMER
  }

  /** What a metric is told apart by. */
  public enum Tag {
    /** The name of an event source. */
    SOURCE,
    /** The id of a definition. */
    ACTIVITY_ID,
    /** The kind of a decision, as {@code explain} writes it. */
    DECISION,
    /** {@code matched}, {@code unmatched}, {@code dead_lettered} or {@code left}. */
    OUTCOME,
    /** Why a delivery can never succeed. */
    CODE,
    /** What became of a tick, as the account writes it. */
    FATE;

    /** The name that reporters get. */
    public String tagName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives no other
  private final List<Tag> tags;

  Metric(Kind kind, Tag... tags) {
    this.kind = kind;
    this.tags = List.of(tags);
  }

  /** The name that reporters get. */
  public String metricName() {
    return "activity_core_" + name().toLowerCase(Locale.ROOT);
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Its tags beside {@code tenant}, which all have; always all of them. */
  public List<Tag> tags() {
    return tags;
  }
}
