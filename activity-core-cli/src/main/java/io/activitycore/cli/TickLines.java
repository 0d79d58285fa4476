package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.ScheduleSimulator.Outcome;
import io.activitycore.engine.ScheduleSimulator.Tick;
import io.activitycore.engine.ScheduleSimulator.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ticks as lines, and their sum. */
final class TickLines {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private final boolean outcomes;
  private final boolean json;
  private final Map<Outcome, Long> sum = new EnumMap<>(Outcome.class);
  private long count;
  private @Nullable Instant previous;

  TickLines(boolean outcomes, boolean json) {
    this.outcomes = outcomes;
    this.json = json;
    for (Outcome each : Outcome.values()) {
      sum.put(each, 0L);
    }
  }

  long count() {
    return count;
  }

  byte[] line(Tick tick) {
    count++;
    sum.merge(tick.outcome(), 1L, Long::sum);
    byte[] line =
        json ? JsonOutput.compact(object(tick)) : text(tick).getBytes(StandardCharsets.UTF_8);
    previous = tick.scheduledFor();
    return line;
  }

  private String text(Tick tick) {
    StringBuilder line = new StringBuilder();
    line.append(tick.scheduledFor()).append(' ').append(LOCAL.format(tick.local()));
    if (outcomes) {
      line.append(' ').append(tick.outcome());
    }
    for (String mark : marks(tick)) {
      line.append(" [").append(mark).append(']');
    }
    return line.toString();
  }

  /** Whether a run covers another tick than its own. */
  private boolean coversMore(Tick tick, Window window) {
    boolean before = window.from() != null && !window.from().equals(previous);
    return before || !tick.scheduledFor().equals(window.to());
  }

  private List<String> marks(Tick tick) {
    List<String> marks = new ArrayList<>();
    Window window = tick.window();
    if (window != null && coversMore(tick, window)) {
      Instant from = window.from();
      marks.add("covers " + (from == null ? "" : "after " + from + " ") + "up to " + window.to());
    }
    ZoneOffset before = tick.offsetBefore();
    if (before != null) {
      marks.add("clock from " + OFFSET.format(before) + " to " + OFFSET.format(tick.local()));
    }
    List<LocalDateTime> leftOut = tick.leftOut();
    if (!leftOut.isEmpty()) {
      String more = leftOut.size() == 1 ? "" : " and " + (leftOut.size() - 1) + " more";
      marks.add("does not exist: " + TIME.format(leftOut.get(0)) + more);
    }
    if (tick.repeat() > 0) {
      marks.add(tick.repeat() == 1 ? "first of two" : "second of two");
    }
    return marks;
  }

  private ObjectNode object(Tick tick) {
    ZoneOffset before = tick.offsetBefore();
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("scheduled_for", tick.scheduledFor().toString())
            .put("local", LOCAL.format(tick.local()))
            .put("repeat", tick.repeat())
            .put("offset_before", before == null ? null : OFFSET.format(before));
    tick.leftOut().forEach(reading -> object.withArray("/left_out").add(TIME.format(reading)));
    object.withArray("/left_out");
    if (outcomes) {
      object.put("outcome", tick.outcome().name());
      Window window = tick.window();
      if (window == null) {
        object.putNull("window");
      } else {
        Instant from = window.from();
        object
            .putObject("window")
            .put("from", from == null ? null : from.toString())
            .put("to", window.to().toString());
      }
    }
    return object;
  }

  /** How many ticks there were, and of which outcome. */
  byte[] sum() {
    if (json) {
      ObjectNode object = JsonNodeFactory.instance.objectNode().put("due", count);
      sum.forEach((outcome, times) -> object.put(outcome.name(), times));
      return JsonOutput.compact(object);
    }
    List<String> parts = new ArrayList<>();
    sum.forEach((outcome, times) -> parts.add(times + " " + outcome));
    return ("due " + count + " = " + String.join(" + ", parts)).getBytes(StandardCharsets.UTF_8);
  }
}
