package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.engine.internal.tick.Misfires.Outcome;
import io.activitycore.engine.internal.tick.Span;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Range;
import io.temporal.client.WorkflowExecutionDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Holds the account of a real schedule against what the simulator foretells (by the class behind
 * {@code ScheduleSimulator}, which alone takes ticks of seconds).
 *
 * <p>The simulator's BUFFERED, a tick that runs late, is RUN in the account once it ran. Where a
 * gap ends is the server's to say.
 */
final class Foretold {

  private final Clockwork clockwork;
  private final String id;
  private final ScheduleTrigger trigger;
  private final Ticks ticks;

  Foretold(Clockwork clockwork, String id, ScheduleTrigger trigger) {
    this.clockwork = clockwork;
    this.id = id;
    this.trigger = trigger;
    this.ticks = Ticks.of(trigger);
  }

  /** Every settled tick after an instant, up to another. */
  SortedMap<Instant, Kind> account(Instant after, Instant to) {
    SortedMap<Instant, Kind> fates = new TreeMap<>();
    List<Range> ranges = clockwork.store.ticks().ranges(clockwork.tenant, id, after, to);
    for (Range range : ranges) {
      List<Instant> each = ticks.between(range.first().minusNanos(1), range.last()).toList();
      assertThat(each).as("%s of %s", range, id).hasSize((int) range.count());
      each.stream()
          .filter(tick -> tick.isAfter(after) && !tick.isAfter(to))
          .forEach(tick -> assertThat(fates.put(tick, range.kind())).as("%s", tick).isNull());
    }
    return fates;
  }

  private SortedMap<Instant, Kind> simulated(Instant after, Instant to, Span gap) {
    Misfires misfires =
        new Misfires(ticks, trigger.misfire(), trigger.catchupWindow(), List.of(gap));
    SortedMap<Instant, Kind> fates = new TreeMap<>();
    ticks
        .between(after, to)
        .forEach(tick -> fates.put(tick, kind(misfires.decide(tick).outcome())));
    return fates;
  }

  private static Kind kind(Outcome outcome) {
    return outcome == Outcome.BUFFERED ? Kind.RUN : Kind.valueOf(outcome.name());
  }

  /**
   * The account of a gap is the one foretold, up to its end. Ticks after it come while the late run
   * may be under way, which takes no time in the simulator: they run, or make room for it as the
   * policy says, but none is missed or dropped.
   *
   * @param from in the middle between two ticks
   * @param ends when the gap may have ended
   */
  void agrees(Instant from, List<Instant> ends) {
    Account account = clockwork.store.ticks().find(clockwork.tenant, id).orElseThrow();
    Instant to = account.settledTo();
    assertThat(to).as("%s: settled beyond its gap", id).isAfter(ends.get(ends.size() - 1));
    assertThat(ends)
        .as("%s from %s to one of %s: %s", id, from, ends, account(from, to))
        .anySatisfy(
            end -> {
              assertThat(account(from, end)).isNotEmpty().isIn(foretold(from, end));
              assertThat(account(end, to).values()).isSubsetOf(usual());
            });
  }

  /**
   * With a tick a second no moment is idle. A run that is under way when the gap begins takes the
   * place of the one late tick that would run, or covers it; where all run, it changes nothing.
   */
  private List<SortedMap<Instant, Kind>> foretold(Instant from, Instant end) {
    SortedMap<Instant, Kind> idle = simulated(from, end, new Span(from, end));
    if (!isEverySecond() || trigger.misfire() == Misfire.CATCHUP) {
      return List.of(idle);
    }
    Kind instead = trigger.misfire() == Misfire.SKIP ? Kind.SKIPPED : Kind.COVERED;
    SortedMap<Instant, Kind> busy = new TreeMap<>(idle);
    busy.replaceAll((tick, kind) -> kind == Kind.RUN ? instead : kind);
    return List.of(idle, busy);
  }

  private Set<Kind> usual() {
    return switch (trigger.misfire()) {
      case SKIP -> EnumSet.of(Kind.RUN, Kind.SKIPPED);
      case CATCHUP -> EnumSet.of(Kind.RUN);
      case COMPRESS -> EnumSet.of(Kind.RUN, Kind.COVERED);
    };
  }

  /**
   * When an outage may have ended, ascending. The server looks at all late ticks just before it
   * starts the first of them: a tick in between may be on either side. Where none of them was to
   * run, the first that runs came some time afterwards.
   */
  List<Instant> endsOfOutage(Instant from) {
    Instant started = firstLate(from).getExecutionTime();
    int last = isEverySecond() ? 15 : 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> started.minus(period().multipliedBy(last - i)))
        .toList();
  }

  private boolean isEverySecond() {
    return period().toSeconds() == 1;
  }

  private Duration period() {
    Instant tick = ticks.nextFrom(Instant.EPOCH);
    return Duration.between(tick, ticks.next(tick));
  }

  /** The run of an earlier tick may still be under way, and be the only one for some ticks. */
  private WorkflowExecutionDescription firstLate(Instant from) {
    Instant tick =
        await()
            .atMost(Clockwork.LONGEST)
            .until(() -> firstRun(from), Optional::isPresent)
            .orElseThrow();
    String workflow = WorkflowIds.forSchedule(clockwork.tenant, id, tick);
    return clockwork.client.newUntypedWorkflowStub(workflow).describe();
  }

  private Optional<Instant> firstRun(Instant from) {
    clockwork.settled(id);
    return account(from, Instant.now()).entrySet().stream()
        .filter(fate -> fate.getValue() == Kind.RUN)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
