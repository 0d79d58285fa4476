package io.activitycore.engine.internal.dispatch;

import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.run.Decision;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.EventLog;
import java.util.List;

/** Counts the decisions that a log has taken. */
public final class MeasuredDecisions implements DecisionLog {

  private final DecisionLog log;
  private final Metrics metrics;

  /** Over a log. */
  public MeasuredDecisions(DecisionLog log, Metrics metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  @Override
  public void record(List<Decision> decisions) {
    log.record(decisions);
    count(decisions);
  }

  /** The same for decisions that are written with their events. */
  public EventLog with(EventLog events) {
    return new EventLog() {
      @Override
      public void record(List<Kept> kept, List<Decision> decisions) {
        events.record(kept, decisions);
        count(decisions);
      }

      @Override
      public List<Recorded> find(Query query) {
        return events.find(query);
      }
    };
  }

  private void count(List<Decision> decisions) {
    if (metrics.isOff()) {
      return;
    }
    for (Decision decision : decisions) {
      String activityId = decision.activityId();
      metrics.count(
          Metric.DECISIONS,
          1,
          activityId == null ? Metrics.NONE : activityId,
          decision.kind().name());
    }
  }

  @Override
  public List<Decision> find(String tenant, String eventId) {
    return log.find(tenant, eventId);
  }
}
