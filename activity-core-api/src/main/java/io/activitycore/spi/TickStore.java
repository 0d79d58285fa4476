package io.activitycore.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account of each schedule: what became of every tick that was due. Thread-safe; each request
 * is one transaction.
 */
public interface TickStore {

  /** What is known of a schedule; empty when no account was opened. */
  Optional<Account> find(String tenant, String activityId);

  /**
   * Opens an account, in which every tick after an instant counts. One that is open stays as it is.
   */
  Account open(String tenant, String activityId, Instant after);

  /** Forgets an account, its ranges and its lapses: the definition is gone. */
  void close(String tenant, String activityId);

  /**
   * Notes that the work of all ticks up to one is done. Never goes back; opens an account where
   * there is none.
   */
  void cover(String tenant, String activityId, Instant to);

  /** The activities of a tenant whose schedules are noted as paused. */
  List<String> paused(String tenant);

  /** Notes since when a schedule is paused; what was noted before stays. */
  void pause(String tenant, String activityId, Instant since);

  /**
   * Notes that a schedule is not paused any more.
   *
   * @param lapses what becomes of the ticks of that time; one that is known is not added again
   */
  void resume(String tenant, String activityId, List<Lapse> lapses);

  /**
   * Settles ticks, in order.
   *
   * @param expected the account's {@code settledTo}; with another one nothing is written
   * @param to the new one
   * @param ranges what became of the ticks in between
   * @param seen the server's counters by then
   * @return false when somebody else settled them
   */
  boolean settle(
      String tenant,
      String activityId,
      Instant expected,
      Instant to,
      List<Range> ranges,
      Seen seen);

  /**
   * What became of ticks, in order. Only ranges that touch the time from {@code from} to {@code
   * to}.
   */
  List<Range> ranges(String tenant, String activityId, Instant from, Instant to);

  /** What became of a tick. */
  enum Kind {
    /** A run has it in the ledger, however it ended. */
    RUN,
    /** Not run, as its misfire policy wants. */
    SKIPPED,
    /** A run of a window that contains it completed. */
    COVERED,
    /** Waits for its turn. */
    BUFFERED,
    /** More ticks were waiting than Temporal, or the limit of catching up, takes. */
    DROPPED,
    /** Older than the catch-up window when it could have run, or started and never begun. */
    MISSED
  }

  /**
   * Ticks one after another with the same fate.
   *
   * @param first the first of them
   * @param last the last of them
   * @param count how many
   * @param reason why, in one line
   */
  record Range(Kind kind, Instant first, Instant last, long count, String reason) {}

  /**
   * A time in which the schedule was paused or did not exist.
   *
   * @param kind what becomes of its ticks that do not run; {@link Kind#BUFFERED} where they were
   *     asked for and may run yet
   * @param after it begins after this instant
   * @param to its last instant
   * @param reason why, in one line
   * @param at when this was decided
   */
  record Lapse(Kind kind, Instant after, Instant to, String reason, Instant at) {}

  /**
   * The server's counters for one schedule when it was settled last.
   *
   * @param missed older than the catch-up window
   * @param dropped the buffer was full
   */
  record Seen(long missed, long dropped) {}

  /**
   * The account of a schedule.
   *
   * @param openedAfter every tick after it counts
   * @param settledTo every tick up to it has its fate
   * @param coveredTo the work of every tick up to it is done
   * @param pausedSince null when it is not paused, or nobody saw it paused yet
   * @param lapses that touch what is not settled
   * @param counts settled ticks by their fate
   * @param seen the server's counters by then
   */
  record Account(
      String tenant,
      String activityId,
      Instant openedAfter,
      Instant settledTo,
      Instant coveredTo,
      @Nullable Instant pausedSince,
      List<Lapse> lapses,
      Map<Kind, Long> counts,
      Seen seen) {

    /** How many settled ticks there are. */
    public long due() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
