package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.spi.TickStore.Range;
import io.activitycore.spi.TickStore.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what became of ticks, one after another, up to the first that may still run. Pure but for
 * what it is given.
 */
final class TickAccount {

  /** A request for ticks reaches the server's buffer at once; this is generous. */
  private static final Duration ASKED = Duration.ofSeconds(10);

  /** The server takes them as it has room: its buffer may be empty for a moment in between. */
  private static final Duration GIVEN_UP = Duration.ofMinutes(2);

  private final Misfire policy;
  private final Account account;
  private final ServerView server;
  private final Function<Instant, String> workflowIds;
  private final Instant now;
  private final List<Range> ranges = new ArrayList<>();
  private Instant settledTo;
  private long missed;
  private long dropped;
  private long sinceRun;
  private long waiting;
  private Set<Instant> tooLate = Set.of();
  private @Nullable Instant lastRun;

  /**
   * One go.
   *
   * @param workflowIds the run of a tick
   * @param now by the worker's clock, as {@link Lapse#at}
   */
  TickAccount(
      Misfire policy,
      Account account,
      ServerView server,
      Function<Instant, String> workflowIds,
      Instant now) {
    this.policy = policy;
    this.account = account;
    this.server = server;
    this.workflowIds = workflowIds;
    this.now = now;
    this.settledTo = account.settledTo();
    // A schedule that was made anew counts from nothing.
    this.missed = Math.min(account.seen().missed(), server.missed());
    this.dropped = Math.min(account.seen().dropped(), server.dropped());
  }

  /**
   * A tick that is due.
   *
   * @param ran whether the ledger has a run of it; looked up after the server was asked
   */
  record Due(Instant tick, boolean ran) {}

  /** Settles them as far as that can be said. */
  TickAccount settle(List<Due> due) {
    int last = begin(due);
    for (int i = 0; i < due.size(); i++) {
      Instant tick = due.get(i).tick();
      Optional<Fate> fate =
          due.get(i).ran()
              ? Optional.of(RAN)
              : withoutRun(tick, i < last || server.buffered() == 0);
      if (fate.isEmpty()) {
        break;
      }
      add(tick, fate.get());
    }
    return this;
  }

  /** Settles all of them: the schedule that they are ticks of is not there any more. */
  TickAccount close(List<Due> due) {
    int last = begin(due);
    for (int i = 0; i < due.size(); i++) {
      Instant tick = due.get(i).tick();
      boolean passed = i < last || server.buffered() == 0;
      Optional<Fate> known = due.get(i).ran() ? Optional.of(RAN) : withoutRun(tick, passed);
      add(tick, known.orElseGet(() -> unsettled(tick)));
    }
    return this;
  }

  private Fate unsettled(Instant tick) {
    if (policy == Misfire.COMPRESS) {
      return new Fate(Kind.COVERED, "left to the next run's window when its definition changed");
    }
    boolean begun = isUnderWay(tick);
    if (!begun && (missed < server.missed() || waiting == server.buffered())) {
      return passedOver(tick);
    }
    waiting += begun ? 0 : 1;
    return new Fate(Kind.BUFFERED, "had its turn yet to come when its definition changed");
  }

  private int begin(List<Due> due) {
    if (policy == Misfire.SKIP) {
      Set<Instant> ran = due.stream().filter(Due::ran).map(Due::tick).collect(Collectors.toSet());
      tooLate =
          TooLate.of(
              due.stream().map(Due::tick).toList(),
              tick -> !ran.contains(tick) && !isUnderWay(tick) && lapse(tick).isEmpty(),
              server,
              server.missed() - missed);
    }
    return lastRun(due);
  }

  private boolean isUnderWay(Instant tick) {
    return server.running().contains(workflowIds.apply(tick));
  }

  /** The last tick that ran in its turn, which shows that those before it have had theirs. */
  private int lastRun(List<Due> due) {
    int last = -1;
    for (int i = 0; i < due.size(); i++) {
      if (due.get(i).ran()) {
        lastRun = due.get(i).tick();
        last = lapse(due.get(i).tick()).isEmpty() ? i : last;
      }
    }
    return last;
  }

  private static final Fate RAN = new Fate(Kind.RUN, "");

  private record Fate(Kind kind, String reason) {}

  /** Empty while it may still run. */
  private Optional<Fate> withoutRun(Instant tick, boolean passed) {
    if (policy == Misfire.COMPRESS) {
      return compressed(tick);
    }
    if (isUnderWay(tick)) {
      return Optional.empty();
    }
    Optional<Lapse> lapse = lapse(tick);
    if (lapse.isPresent()) {
      return lapsed(tick, lapse.get());
    }
    return server.paused() || !passed ? Optional.empty() : Optional.of(passedOver(tick));
  }

  private Optional<Fate> compressed(Instant tick) {
    if (!tick.isAfter(account.coveredTo())) {
      return Optional.of(new Fate(Kind.COVERED, "done by the run of a later tick or its window"));
    }
    boolean over = server.next() == null && server.buffered() == 0 && server.running().isEmpty();
    return over && !server.paused()
        ? Optional.of(new Fate(Kind.MISSED, "no run is left that could do its work"))
        : Optional.empty();
  }

  private Optional<Fate> lapsed(Instant tick, Lapse lapse) {
    if (lapse.kind() != Kind.BUFFERED) {
      return Optional.of(new Fate(lapse.kind(), lapse.reason()));
    }
    // They are run from old to new.
    boolean later = lastRun != null && lastRun.isAfter(tick) && !lastRun.isAfter(lapse.to());
    Instant patience = lapse.at().plus(later || policy == Misfire.SKIP ? ASKED : GIVEN_UP);
    if (server.buffered() > 0 || !patience.isBefore(now)) {
      return Optional.empty();
    }
    return Optional.of(
        policy == Misfire.SKIP
            ? new Fate(Kind.SKIPPED, "another run was under way")
            : new Fate(Kind.DROPPED, "asked for (" + lapse.reason() + ") and not begun"));
  }

  /**
   * The oldest are those that were too late, where all others run: a catch-up goes from old to new.
   * The newest are those for which there was no room; where only the oldest runs, the others that
   * were taken come first.
   */
  private Fate passedOver(Instant tick) {
    if (policy == Misfire.SKIP ? tooLate.contains(tick) : missed < server.missed()) {
      missed++;
      return new Fate(Kind.MISSED, "older than the catch-up window when Temporal came to it");
    }
    if (dropped < server.dropped() && (policy != Misfire.SKIP || sinceRun >= Misfires.BUFFER - 1)) {
      dropped++;
      return new Fate(Kind.DROPPED, "Temporal's buffer was full");
    }
    return policy == Misfire.SKIP
        ? new Fate(Kind.SKIPPED, "another run was under way or due")
        : new Fate(Kind.MISSED, "Temporal passed it over: changed, or paused unseen");
  }

  private Optional<Lapse> lapse(Instant tick) {
    return account.lapses().stream()
        .filter(lapse -> tick.isAfter(lapse.after()) && !tick.isAfter(lapse.to()))
        .findFirst();
  }

  private void add(Instant tick, Fate fate) {
    sinceRun = fate.kind() == Kind.RUN ? 0 : sinceRun + 1;
    Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
    if (last != null && last.kind() == fate.kind() && last.reason().equals(fate.reason())) {
      ranges.set(
          ranges.size() - 1,
          new Range(last.kind(), last.first(), tick, last.count() + 1, last.reason()));
    } else {
      ranges.add(new Range(fate.kind(), tick, tick, 1, fate.reason()));
    }
    settledTo = tick;
  }

  Instant settledTo() {
    return settledTo;
  }

  List<Range> ranges() {
    return ranges;
  }

  Seen seen() {
    return new Seen(missed, dropped);
  }

  /** How many ticks lie behind the last one that ran. */
  long sinceRun() {
    return sinceRun;
  }

  /** Goes on where another one ended. */
  TickAccount from(long known) {
    sinceRun = known;
    return this;
  }
}
