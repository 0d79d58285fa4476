package io.activitycore.engine.internal.outbox;

import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of a batch of rows that a broker was offered. Not thread-safe. */
final class Attempt {

  /** So many failures in a row say that the broker is away; the rest is not tried. */
  static final int FEW = 3;

  record Failure(Outbox.Row row, RuntimeException why) {
    String reason() {
      return Attempt.reason(why);
    }
  }

  private final List<Long> published = new ArrayList<>();
  private final List<Outbox.Refused> refused = new ArrayList<>();
  private final List<Failure> failed = new ArrayList<>();
  private final List<Outbox.Row> untried = new ArrayList<>();
  private int failedInTurn;

  private Attempt() {}

  /**
   * Offers them one after another.
   *
   * @param longest what is not tried by then is not tried: somebody else may claim it soon
   */
  static Attempt of(EventSink sink, List<Outbox.Row> rows, Duration longest) {
    Attempt attempt = new Attempt();
    long end = System.nanoTime() + longest.toNanos();
    for (Outbox.Row row : rows) {
      if (attempt.isBrokerAway() || System.nanoTime() - end > 0) {
        attempt.untried.add(row);
      } else {
        attempt.offer(sink, row);
      }
    }
    return attempt;
  }

  private void offer(EventSink sink, Outbox.Row row) {
    try {
      sink.publish(row.event());
      published.add(row.id());
      failedInTurn = 0;
    } catch (RuntimeException e) {
      if (e instanceof EventSinkException said && said.isRefused()) {
        refused.add(new Outbox.Refused(row.id(), reason(e)));
        failedInTurn = 0;
      } else {
        failed.add(new Failure(row, e));
        failedInTurn++;
      }
    }
  }

  private static String reason(RuntimeException e) {
    return e instanceof EventSinkException ? String.valueOf(e.getMessage()) : e.toString();
  }

  List<Long> published() {
    return published;
  }

  /** The broker will never take them. */
  List<Outbox.Refused> refused() {
    return refused;
  }

  List<Failure> failed() {
    return failed;
  }

  List<Outbox.Row> untried() {
    return untried;
  }

  /** It took something, or said that it never will. */
  boolean isBrokerThere() {
    return !published.isEmpty() || !refused.isEmpty();
  }

  boolean isBrokerAway() {
    return failedInTurn >= FEW;
  }
}
