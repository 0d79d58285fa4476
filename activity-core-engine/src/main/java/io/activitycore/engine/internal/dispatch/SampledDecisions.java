package io.activitycore.engine.internal.dispatch;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.DecisionLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Records why nothing happened for a share of the events only, always the same ones; what happened
 * is recorded for all.
 */
public final class SampledDecisions implements Records {

  private static final double RANGE = 1L << 32;

  private final DecisionLog log;
  private final double share;

  /**
   * Over a log.
   *
   * @param share 0 to 1
   */
  public SampledDecisions(DecisionLog log, double share) {
    this.log = log;
    this.share = share;
  }

  /** Takes down the decisions alone. */
  @Override
  public void record(List<EventEnvelope> events, List<Decision> made) {
    record(made);
  }

  void record(List<Decision> made) {
    List<Decision> kept = made.stream().filter(this::isKept).toList();
    if (!kept.isEmpty()) {
      log.record(kept);
    }
  }

  @Override
  public boolean keeps(EventEnvelope event) {
    return keeps(event.eventId());
  }

  boolean keeps(String eventId) {
    return share >= 1 || place(eventId) < share;
  }

  private boolean isKept(Decision decision) {
    return switch (decision.kind()) {
      case FILTERED, UNMATCHED, DISABLED -> keeps(decision.eventId());
      default -> true;
    };
  }

  /** A stable place of an event id, from 0 to less than 1. */
  static double place(String eventId) {
    CRC32 hash = new CRC32();
    hash.update(eventId.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() / RANGE;
  }
}
