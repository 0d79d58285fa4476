package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger.Misfire;
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
import java.util.function.Function;

/**
 * Decides what became of ticks, one after another, up to the first that may still run. Pure but for
 * what it is given.
 */
final class TickAccount {

  /** A request for ticks reaches the server's buffer at once; this is generous. */
  private static final Duration ASKED = Duration.ofSeconds(10);

  private final Misfire policy;
  private final Account account;
  private final ServerView server;
  private final Function<Instant, String> workflowIds;
  private final Instant now;
  private final List<Range> ranges = new ArrayList<>();
  private Instant settledTo;
  private long missed;
  private long dropped;

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
    this.missed = account.seen().missed();
    this.dropped = account.seen().dropped();
  }

  /**
   * A tick that is due.
   *
   * @param ran whether the ledger has a run of it; looked up after the server was asked
   */
  record Due(Instant tick, boolean ran) {}

  /** Settles them as far as that can be said. */
  TickAccount settle(List<Due> due) {
    int lastRun = -1;
    for (int i = 0; i < due.size(); i++) {
      if (due.get(i).ran() && lapse(due.get(i).tick()).isEmpty()) {
        lastRun = i;
      }
    }
    for (int i = 0; i < due.size(); i++) {
      Instant tick = due.get(i).tick();
      Optional<Fate> fate =
          due.get(i).ran()
              ? Optional.of(new Fate(Kind.RUN, ""))
              : withoutRun(tick, i < lastRun || server.buffered() == 0);
      if (fate.isEmpty()) {
        break;
      }
      add(tick, fate.get());
    }
    return this;
  }

  private record Fate(Kind kind, String reason) {}

  /** Empty while it may still run. */
  private Optional<Fate> withoutRun(Instant tick, boolean passed) {
    if (policy == Misfire.COMPRESS) {
      return tick.isAfter(account.coveredTo())
          ? Optional.empty()
          : Optional.of(new Fate(Kind.COVERED, "done by the run of a later tick or its window"));
    }
    if (server.running().contains(workflowIds.apply(tick))) {
      return Optional.empty();
    }
    Optional<Lapse> lapse = lapse(tick);
    if (lapse.isPresent()) {
      return lapsed(lapse.get());
    }
    return server.paused() || !passed ? Optional.empty() : Optional.of(passedOver());
  }

  private Optional<Fate> lapsed(Lapse lapse) {
    if (lapse.kind() != Kind.BUFFERED) {
      return Optional.of(new Fate(lapse.kind(), lapse.reason()));
    }
    boolean over = server.buffered() == 0 && lapse.at().plus(ASKED).isBefore(now);
    return over
        ? Optional.of(new Fate(Kind.DROPPED, "asked for (" + lapse.reason() + ") and not begun"))
        : Optional.empty();
  }

  /** The oldest are those that were too late: a catch-up goes from old to new. */
  private Fate passedOver() {
    if (missed < server.missed()) {
      missed++;
      return new Fate(Kind.MISSED, "older than the catch-up window when Temporal came to it");
    }
    if (dropped < server.dropped()) {
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
}
