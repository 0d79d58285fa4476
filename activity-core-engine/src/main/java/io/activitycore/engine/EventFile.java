package io.activitycore.engine;

import io.activitycore.engine.internal.intake.EventFiles;
import io.activitycore.engine.internal.intake.RawMapping;
import io.activitycore.event.EventEnvelope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events in files: one event, a JSON array, or NDJSON; native envelopes, CloudEvents, or raw JSON.
 */
public final class EventFile {

  /** The name of the standard input: raw JSON under it has only the type it is given. */
  public static final String STANDARD_INPUT = "-";

  private static final String INPUT_SOURCE = "stdin";

  private EventFile() {}

  /** One event of a file, or why there is none. */
  public sealed interface Read permits Good, Bad {}

  /**
   * An event.
   *
   * @param event what was read
   * @param line where it starts, from 1
   */
  public record Good(EventEnvelope event, int line) implements Read {}

  /**
   * A place without an event.
   *
   * @param file as the caller calls it
   * @param line from 1
   * @param reason one printable line
   */
  public record Bad(String file, int line, String reason) implements Read {

    /** {@code file:line: reason}. */
    @Override
    public String toString() {
      return file + ":" + line + ": " + reason;
    }
  }

  /**
   * The events of a file, in its order; one that is bad hides no other.
   *
   * @param file its name, for messages and for the type of raw JSON; it is not opened. {@link
   *     #STANDARD_INPUT} says no type
   * @param content its bytes
   * @param type the type of raw JSON; null for parent folder + file name without {@code .json}, as
   *     in {@code github.issues.opened}
   * @param arrival {@code occurred_at} of what does not say
   * @return at least one: a file without an event is bad
   */
  public static List<Read> read(
      String file, byte[] content, @Nullable String type, Instant arrival) {
    List<Read> reads = new ArrayList<>();
    read(file, content, type, arrival, reads::add);
    return List.copyOf(reads);
  }

  /**
   * The same for many events: each is handed over before the next is decoded.
   *
   * @param sink gets at least one
   */
  public static void read(
      String file, byte[] content, @Nullable String type, Instant arrival, Consumer<Read> sink) {
    RawMapping mapping = mapping(file, type);
    EventFiles.read(file, content, mapping, arrival, result -> sink.accept(publish(result)));
  }

  private static @Nullable RawMapping mapping(String file, @Nullable String type) {
    if (!file.equals(STANDARD_INPUT)) {
      return RawMapping.forFile(Path.of(file), type);
    }
    return type == null ? null : new RawMapping(type, INPUT_SOURCE);
  }

  private static Read publish(EventFiles.Result result) {
    if (result instanceof EventFiles.Good good) {
      return new Good(good.event(), good.line());
    }
    EventFiles.Bad bad = (EventFiles.Bad) result;
    return new Bad(bad.file(), bad.line(), bad.reason());
  }
}
