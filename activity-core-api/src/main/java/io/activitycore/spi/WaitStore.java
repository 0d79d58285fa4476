package io.activitycore.spi;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs wait for from outside. The row decides: of an answer and a close, the first one counts,
 * and whoever comes later is told so. Waits are opened and closed by {@link RunStore#journal}.
 * Thread-safe; each request is one transaction.
 */
public interface WaitStore {

  /** A wait as it stands; empty when there never was one. */
  Optional<Row> find(String tenant, String id);

  /**
   * Gives an answer to an open wait. A reply after the wait's deadline, by the store's clock, is
   * {@link Acceptance#CLOSED}.
   *
   * @param by who answers: the event id of a reply. The same one again is {@link
   *     Acceptance#REPEATED}
   * @param settlement {@code {"result": ...}} or {@code {"error": {"type", "message"}}}
   */
  Acceptance accept(String tenant, String id, String by, JsonNode settlement);

  /** The run has been signalled with the answer. */
  void delivered(String tenant, String id);

  /**
   * Waits with an answer that was not delivered within a while: their runs are to be signalled
   * again.
   *
   * @param limit at most so many
   * @param age since the answer
   */
  List<Row> undelivered(int limit, Duration age);

  /**
   * Keeps an event for runs that begin to wait for it later, and gives those that wait now.
   * Repeating it with the same event is harmless.
   *
   * @param keep how long it may be found by a wait that opens later
   * @return open waits of kind EVENT for the event's type, oldest first
   */
  List<Wait> offer(String tenant, EventEnvelope event, Duration keep);

  /**
   * Whether a wait for events of a type may be open. Asked for each event that starts nothing, so
   * it must not cost a request to a server.
   *
   * @return false only when there certainly is none; the default is always true
   */
  default boolean mayBeAwaited(String tenant, String type) {
    return true;
  }

  /**
   * A wait as it stands.
   *
   * @param awaited the wait
   * @param settlement the answer; null while there is none
   * @param by who answered; null while nobody did
   * @param closed whether the run gave up, or was settled otherwise
   */
  record Row(Wait awaited, @Nullable JsonNode settlement, @Nullable String by, boolean closed) {}

  /** What became of an answer. */
  enum Acceptance {
    /** It counts; the run is to be signalled. */
    ACCEPTED,
    /** The same answerer again: it counted before; signalling again is harmless. */
    REPEATED,
    /** Another answer came first. */
    SETTLED,
    /** The run does not wait any more, or should not. */
    CLOSED,
    /** There never was such a wait. */
    UNKNOWN
  }
}
