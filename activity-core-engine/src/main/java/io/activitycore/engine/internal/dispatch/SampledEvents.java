package io.activitycore.engine.internal.dispatch;

import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.intake.EventSampling;
import io.activitycore.run.Decision;
import io.activitycore.spi.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the events that a host asks for, with all their decisions; of the others, decisions only.
 */
public final class SampledEvents implements Records {

  private final String tenant;
  private final EventSampling sampling;
  private final EventLog events;
  private final SampledDecisions decisions;

  /** Over a log of events and, for the decisions of events that are not kept, one of decisions. */
  public SampledEvents(
      String tenant, EventSampling sampling, EventLog events, SampledDecisions decisions) {
    this.tenant = tenant;
    this.sampling = sampling;
    this.events = events;
    this.decisions = decisions;
  }

  @Override
  public boolean keeps(EventEnvelope event) {
    return decisions.keeps(event.eventId()) || kept(event).isPresent();
  }

  @Override
  public void record(List<EventEnvelope> all, List<Decision> made) {
    List<EventLog.Kept> kept = all.stream().map(this::kept).flatMap(Optional::stream).toList();
    if (kept.isEmpty()) {
      decisions.record(made);
      return;
    }
    Set<String> ids = new HashSet<>();
    kept.forEach(each -> ids.add(each.event().eventId()));
    List<Decision> theirs = new ArrayList<>();
    List<Decision> others = new ArrayList<>();
    made.forEach(each -> (ids.contains(each.eventId()) ? theirs : others).add(each));
    events.record(kept, theirs);
    decisions.record(others);
  }

  /** What brings a token is not kept: the token is a secret. */
  private Optional<EventLog.Kept> kept(EventEnvelope event) {
    return event.extensions().containsKey(Pending.TOKEN)
        ? Optional.empty()
        : sampling.rules().stream()
            .filter(rule -> fits(rule, event))
            .findFirst()
            .filter(rule -> SampledDecisions.place(event.eventId()) < rule.share())
            .map(rule -> new EventLog.Kept(tenant, event, rule.keep()));
  }

  private static boolean fits(EventSampling.Rule rule, EventEnvelope event) {
    return (rule.type() == null || Objects.equals(rule.type(), event.type()))
        && (rule.source() == null || Objects.equals(rule.source(), event.source()));
  }
}
