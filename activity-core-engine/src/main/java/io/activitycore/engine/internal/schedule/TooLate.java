package io.activitycore.engine.internal.schedule;

import io.activitycore.engine.internal.schedule.ServerView.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which ticks of a schedule that lets a run under way go on were older than the catch-up window
 * when the server came to them; the others without a run were skipped. The server says only how
 * many. Pure, of one thread.
 *
 * <p>They come one after another, with no run in between. A run that was begun when the tick before
 * its own was too late comes right after them. Without one, as when an earlier run was still under
 * way, they are taken to be the oldest where there is room for all: that may be wrong by what was
 * skipped between the account's last look and the outage.
 */
final class TooLate {

  private final List<Instant> ticks;
  private final Predicate<Instant> open;
  private final Set<Instant> found = new HashSet<>();
  private long left;

  private TooLate(List<Instant> ticks, Predicate<Instant> open, long count) {
    this.ticks = ticks;
    this.open = open;
    this.left = count;
  }

  /**
   * All of them.
   *
   * @param ticks due, in order
   * @param open whether a tick may be one of them: it has no run, nor may have one
   * @param count how many there are, of these or of later ones
   */
  static Set<Instant> of(
      List<Instant> ticks, Predicate<Instant> open, ServerView server, long count) {
    TooLate late = new TooLate(ticks, open, count);
    if (count > 0) {
      server.recent().forEach(run -> late.before(run, server.window()));
      late.whereThereIsRoom();
    }
    return late.found;
  }

  private void before(Started run, Duration window) {
    int before = ticks.indexOf(run.tick()) - 1;
    if (before >= 0 && ticks.get(before).plus(window).isBefore(run.at())) {
      for (int i = before; i >= 0 && isOpen(i) && left > 0; i--) {
        take(i);
      }
    }
  }

  private void whereThereIsRoom() {
    int from = 0;
    for (int i = 0; i < ticks.size() && i - from < left; i++) {
      from = isOpen(i) ? from : i + 1;
    }
    // None has room: then they are the oldest.
    for (int i = from < ticks.size() ? from : 0; i < ticks.size() && left > 0; i++) {
      if (isOpen(i)) {
        take(i);
      }
    }
  }

  private boolean isOpen(int i) {
    return open.test(ticks.get(i)) && !found.contains(ticks.get(i));
  }

  private void take(int i) {
    found.add(ticks.get(i));
    left--;
  }
}
