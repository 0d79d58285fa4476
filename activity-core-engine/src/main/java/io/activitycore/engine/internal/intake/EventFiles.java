package io.activitycore.engine.internal.intake;

import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events from files: one event, a JSON array of events, or NDJSON (one event or array a line). A
 * bad event never hides its neighbours.
 *
 * <p>A text that is not JSON as a whole is taken for NDJSON when its first line is a value by
 * itself and another line follows, or when a later line that is not indented is an object or array
 * by itself. It is taken for one broken value otherwise, and always when the first line is a
 * bracket alone, as pretty-printing leaves it; so a broken object gives one {@link Bad}, not one a
 * line.
 */
public final class EventFiles {

  private EventFiles() {}

  /** One event of a file, or why there is none. */
  public sealed interface Result permits Good, Bad {

    /** The line where the event starts or breaks, from 1. */
    int line();
  }

  /**
   * An event.
   *
   * @param event what was read
   * @param line where it starts, from 1
   */
  public record Good(EventEnvelope event, int line) implements Result {}

  /**
   * A place without an event.
   *
   * @param file as the caller calls it
   * @param line the line of the fault where it is known, else of the event's start; from 1
   * @param reason one printable line
   */
  public record Bad(String file, int line, String reason) implements Result {}

  /**
   * The events of a file, in its order, under {@link EnvelopeLimits#DEFAULT} each.
   *
   * @param file what to call it in {@link Bad}; not opened
   * @param content its bytes; not changed
   * @param mapping for JSON that is no envelope: the {@code event_id} is then the SHA-256 of the
   *     whole file for a file of one object, of the line without its end for NDJSON, and of the
   *     element's own bytes for an array; null refuses such JSON
   * @param arrival {@code occurred_at} where an event does not say
   * @return at least one result: a file without an event is bad
   */
  public static List<Result> read(
      String file, byte[] content, @Nullable RawMapping mapping, Instant arrival) {
    List<Result> results = new ArrayList<>();
    read(file, content, mapping, arrival, results::add);
    return List.copyOf(results);
  }

  /** The same, handing each over before the next is decoded, so that they need no room. */
  public static void read(
      String file,
      byte[] content,
      @Nullable RawMapping mapping,
      Instant arrival,
      Consumer<Result> sink) {
    new EventFileReader(file, content, mapping, arrival, sink).read();
  }
}
