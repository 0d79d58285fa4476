package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.route.RouteResult;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.StoredDefinition;
import io.activitycore.spi.Wait;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs that events ask for and records every decision. Thread-safe. */
public final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /**
   * Reasons why not that are recorded for one event; more definitions of one type than this are not
   * for reading.
   */
  private static final int MOST_FILTERED = 100;

  private final String tenant;
  private final Supplier<Router> router;
  private final RunStarter starter;
  private final LongLivedRuns longLived;
  private final WaitingRuns waiting;
  private final Replies replies;
  private final Parking parking;
  private final LedgerWindow window;
  private final Records records;
  private final Clock clock;

  /**
   * A dispatcher.
   *
   * @param router the set that is current at the time of each event
   */
  public Dispatcher(
      String tenant,
      Supplier<Router> router,
      RunStarter starter,
      LongLivedRuns longLived,
      WaitingRuns waiting,
      Replies replies,
      Parking parking,
      LedgerWindow window,
      Records records,
      Clock clock) {
    this.tenant = tenant;
    this.router = router;
    this.starter = starter;
    this.longLived = longLived;
    this.waiting = waiting;
    this.replies = replies;
    this.parking = parking;
    this.window = window;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Routes and dispatches events, in order. Repeating it is harmless.
   *
   * @return the decisions, which are recorded by then
   * @throws UnavailableException when Temporal or the store did not answer; some runs may have
   *     started
   * @throws RefusedException when the store can keep nothing of them; some runs may have started
   */
  public List<Decision> dispatch(List<EventEnvelope> events) {
    Router current = router.get();
    List<Decision> made = new ArrayList<>();
    for (EventEnvelope event : events) {
      dispatch(current, event, made);
    }
    record(events, made);
    return made;
  }

  /**
   * Whether dispatching an event would neither do nor record anything. Asks neither Temporal nor a
   * store's server, so it may be asked on any thread; when in doubt, the answer is no.
   */
  public boolean ignores(EventEnvelope event) {
    Router current = router.get();
    return !records.keeps(event)
        && !replies.isReply(event)
        && !current.isAwaited(event.type())
        && !waiting.mayBeAwaited(event.type())
        && current.matching(event).isEmpty()
        && current.parked(event).isEmpty();
  }

  /** Whether some events must be dispatched in the order they came. */
  public boolean keepsOrder() {
    return router.get().hasLongLived();
  }

  /** What an event must keep its order with: the long-lived runs that it goes to, now or later. */
  public Set<String> lanes(EventEnvelope event) {
    Set<String> lanes = new TreeSet<>();
    Router current = router.get();
    Stream.concat(current.matching(event).stream(), current.parked(event).stream())
        .filter(LongLivedRuns::isLongLived)
        .forEach(stored -> longLived.lane(stored, event).ifPresent(lanes::add));
    return lanes;
  }

  private void dispatch(Router current, EventEnvelope event, List<Decision> made) {
    if (replies.isReply(event)) {
      made.add(reply(event));
      return;
    }
    int before = made.size();
    for (Wait wait : waiting.offer(event, current.isAwaited(event.type()))) {
      made.add(waited(event, wait));
    }
    int reasons = records.keeps(event) ? MOST_FILTERED : 0;
    RouteResult routed = current.explain(event, reasons);
    for (StoredDefinition stored : routed.matched()) {
      made.add(
          tooOld(event, stored)
              .orElseGet(
                  () ->
                      parking.comesAfterParked(stored)
                          ? park(event, stored, "earlier events of the definition are parked still")
                          : handle(event, stored)));
    }
    for (StoredDefinition stored : routed.parked()) {
      made.add(
          tooOld(event, stored)
              .orElseGet(
                  () -> park(event, stored, "the definition is disabled: the event is kept")));
    }
    for (RouteResult.Filtered filtered : routed.filtered()) {
      RouteResult.Miss miss = filtered.miss();
      String reason =
          miss.path()
              + ": expected "
              + miss.expected()
              + ", actual "
              + (miss.actual() == null ? "nothing" : miss.actual());
      made.add(decision(event.eventId(), filtered.definition(), Decision.Kind.FILTERED, reason));
    }
    for (StoredDefinition stored : routed.disabled()) {
      made.add(
          decision(event.eventId(), stored, Decision.Kind.DISABLED, "the definition is disabled"));
    }
    if (made.size() == before) {
      made.add(
          decision(
              event.eventId(),
              null,
              Decision.Kind.UNMATCHED,
              "no definition is triggered by events of type " + event.type()));
    }
  }

  private Optional<Decision> tooOld(EventEnvelope event, StoredDefinition stored) {
    return window
        .refusal(stored, event)
        .map(why -> decision(event.eventId(), stored, Decision.Kind.REJECTED, why));
  }

  private Decision handle(EventEnvelope event, StoredDefinition stored) {
    return LongLivedRuns.isLongLived(stored)
        ? signal(stored, event)
        : start(RunTrigger.ofEvent(tenant, stored, event), stored);
  }

  private Decision park(EventEnvelope event, StoredDefinition stored, String reason) {
    parking.park(stored, event);
    return decision(event.eventId(), stored, Decision.Kind.PARKED, reason);
  }

  /**
   * Handles an event that was parked, for the definition that it was parked for.
   *
   * @throws UnavailableException when Temporal or the store did not answer: it stays parked
   */
  void release(String activityId, EventEnvelope event) {
    List<Decision> made =
        router.get().matching(event).stream()
            .filter(stored -> stored.definition().id().equals(activityId))
            .map(stored -> handle(event, stored))
            .toList();
    record(
        made.isEmpty()
            ? List.of(
                new Decision(
                    tenant,
                    event.eventId(),
                    activityId,
                    0,
                    Decision.Kind.FILTERED,
                    "it was parked, and does not match the definition as it is now",
                    null,
                    clock.instant()))
            : made);
  }

  /**
   * Starts a run by hand, whatever the definition's trigger.
   *
   * @param key makes the run single: the same key again is a duplicate
   * @return the decision, which is recorded by then
   */
  public Decision trigger(StoredDefinition stored, String key, JsonNode payload) {
    Decision decision = start(RunTrigger.manual(tenant, stored, key, payload), stored);
    record(List.of(decision));
    return decision;
  }

  private Decision start(RunTrigger trigger, StoredDefinition stored) {
    ActivityDefinition definition = stored.definition();
    String workflowId = trigger.workflowId();
    try {
      RunStarter.Started started =
          starter.start(
              new RunStarter.StartRequest(
                  workflowId,
                  definition.taskQueue(),
                  definition.id(),
                  trigger.bodyHash(),
                  trigger.toJson()));
      return switch (started) {
        case NEW -> decision(trigger, stored, Decision.Kind.STARTED, "version " + stored.version());
        case EXISTS ->
            decision(trigger, stored, Decision.Kind.DUPLICATE, "the run exists: nothing started");
        case EXISTS_WITH_OTHER_BODY -> {
          LOG.warn("{} exists with another body under the same id: nothing started", workflowId);
          yield decision(
              trigger,
              stored,
              Decision.Kind.DUPLICATE,
              "the run exists, with another body under the same id: nothing started");
        }
      };
    } catch (RefusedException e) {
      LOG.warn("{} can never start: {}", workflowId, e.getMessage());
      return decision(trigger, stored, Decision.Kind.REJECTED, reason(e));
    }
  }

  private Decision signal(StoredDefinition stored, EventEnvelope event) {
    RunTrigger trigger = RunTrigger.ofEvent(tenant, stored, event);
    try {
      LongLivedRuns.Signalled signalled = longLived.signal(trigger, stored, event);
      return new Decision(
          tenant,
          event.eventId(),
          stored.definition().id(),
          stored.version(),
          signalled.before() ? Decision.Kind.DUPLICATE : Decision.Kind.SIGNALLED,
          signalled.before()
              ? "the long-lived run had it before: nothing signalled"
              : "key " + signalled.key(),
          signalled.workflowId(),
          clock.instant());
    } catch (RefusedException e) {
      return decision(event.eventId(), stored, Decision.Kind.REJECTED, reason(e));
    }
  }

  private static String reason(RefusedException e) {
    return e.code() + ": " + e.getMessage();
  }

  private Decision waited(EventEnvelope event, Wait wait) {
    return new Decision(
        tenant,
        event.eventId(),
        null,
        0,
        Decision.Kind.SIGNALLED,
        "settles " + wait.id(),
        wait.workflowId(),
        clock.instant());
  }

  private Decision reply(EventEnvelope event) {
    Replies.Taken taken = replies.take(event);
    return new Decision(
        tenant,
        event.eventId(),
        null,
        0,
        taken.kind(),
        taken.reason(),
        taken.workflowId(),
        clock.instant());
  }

  /** Records what was decided before there was anything to route. */
  public void rejected(String eventId, String reason) {
    record(List.of(decision(eventId, null, Decision.Kind.REJECTED, reason)));
  }

  private void record(List<Decision> made) {
    record(List.of(), made);
  }

  private void record(List<EventEnvelope> events, List<Decision> made) {
    StoreCall.tell("record " + made.size() + " decisions", () -> records.record(events, made));
  }

  private Decision decision(
      RunTrigger trigger, StoredDefinition stored, Decision.Kind kind, String reason) {
    return new Decision(
        tenant,
        trigger.subjectId(),
        stored.definition().id(),
        stored.version(),
        kind,
        reason,
        trigger.workflowId(),
        clock.instant());
  }

  private Decision decision(
      String eventId, @Nullable StoredDefinition stored, Decision.Kind kind, String reason) {
    return new Decision(
        tenant,
        eventId,
        stored == null ? null : stored.definition().id(),
        stored == null ? 0 : stored.version(),
        kind,
        reason,
        null,
        clock.instant());
  }
}
