package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.intake.EventFiles.Bad;
import io.activitycore.engine.internal.intake.EventFiles.Good;
import io.activitycore.engine.internal.intake.EventFiles.Result;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One reading of one file; see {@link EventFiles}. */
final class EventFileReader {

  private final String file;
  private final byte[] content;
  private final JsonText text;
  private final EnvelopeDecoder decoder;
  private final Instant arrival;
  private final Consumer<Result> sink;
  private boolean found;

  EventFileReader(
      String file,
      byte[] content,
      @Nullable RawMapping mapping,
      Instant arrival,
      Consumer<Result> sink) {
    this.file = file;
    this.content = content;
    this.text = new JsonText(content);
    this.decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, mapping);
    this.arrival = arrival;
    this.sink = sink;
  }

  void read() {
    try {
      Utf8.refuseOther(content);
    } catch (UndecodableException e) {
      bad(Position.START, e);
      return;
    }
    int from = Utf8.start(content);
    int start = text.skipBlank(from, content.length);
    if (start < content.length) {
      readFrom(from, start);
    }
    if (!found) {
      bad(Position.START, "no event: expected an event, an array of events or one event a line");
    }
  }

  private void readFrom(int from, int start) {
    int firstEnd = text.lineEnd(start);
    boolean more = text.skipBlank(firstEnd, content.length) < content.length;
    if (more && text.isOneValue(start, firstEnd)) {
      readLines(from);
    } else if (text.at(start) == '[' && !looksLikeLines(start, firstEnd)) {
      readArray(start, content.length, Position.of(content, from, start));
    } else {
      readOne(from, start, firstEnd);
    }
  }

  private void readOne(int from, int start, int firstEnd) {
    try {
      EventEnvelope event = decoder.decode(content, Map.of(), arrival);
      hand(new Good(event, Position.of(content, from, start).line()));
    } catch (UndecodableException e) {
      if (!text.isOneValue(start, content.length) && looksLikeLines(start, firstEnd)) {
        readLines(from);
      } else {
        bad(e.position().isKnown() ? Position.START : Position.of(content, from, start), e);
      }
    }
  }

  /** See {@link EventFiles} for the rule. */
  private boolean looksLikeLines(int start, int firstEnd) {
    int first = text.trimEnd(start, firstEnd);
    boolean opens = text.at(start) == '[' && text.at(first - 1) == ',';
    if (first == start + 1 || opens || text.isOneValue(start, content.length)) {
      return false;
    }
    for (int line = firstEnd + 1; line < content.length; line = text.lineEnd(line) + 1) {
      boolean nest = text.at(line) == '{' || text.at(line) == '[';
      if (nest && text.isOneValue(line, text.lineEnd(line))) {
        return true;
      }
    }
    return false;
  }

  private void readLines(int from) {
    int number = 1;
    for (int line = from; line < content.length; line = text.lineEnd(line) + 1) {
      readLine(line, text.lineEnd(line), new Position(number, 1));
      number++;
    }
  }

  private void readLine(int from, int lineEnd, Position position) {
    int start = text.skipBlank(from, lineEnd);
    if (start == lineEnd) {
      return;
    }
    if (text.at(start) == '[' && text.isOneValue(start, lineEnd)) {
      readArray(start, lineEnd, position.advance(content, from, start));
    } else {
      int end = text.at(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
      decode(from, end, position);
    }
  }

  private void readArray(int bracket, int to, Position position) {
    int at = bracket + 1;
    Position here = position.advance(content, bracket, at);
    for (boolean first = true; ; first = false) {
      int start = text.skipBlank(at, to);
      here = here.advance(content, at, start);
      int end = text.elementEnd(start, to);
      boolean closed = end < to && text.at(end) == ']';
      boolean empty = start == end;
      if (!empty) {
        decode(start, text.trimEnd(start, end), here);
      } else if (end < to && !(first && closed)) {
        bad(here, "no value before this comma or bracket, expected an event");
      }
      here = here.advance(content, start, Math.min(end + 1, to));
      at = end + 1;
      if (closed || end == to) {
        checkEnd(closed, at, to, here);
        return;
      }
    }
  }

  private void checkEnd(boolean closed, int at, int to, Position here) {
    if (!closed) {
      bad(here, "the array is not closed, expected ]");
    } else if (text.skipBlank(at, to) < to) {
      int next = text.skipBlank(at, to);
      bad(here.advance(content, at, next), "more text after the array, expected its end");
    }
  }

  private void decode(int from, int to, Position position) {
    try {
      byte[] body = Arrays.copyOfRange(content, from, to);
      hand(new Good(decoder.decode(body, Map.of(), arrival), position.line()));
    } catch (UndecodableException e) {
      bad(position, e);
    }
  }

  private void bad(Position start, UndecodableException e) {
    Position position = start.plus(e.position());
    hand(
        new Bad(
            file,
            position.line(),
            e.position().isKnown()
                ? "column " + position.column() + ": " + e.reason()
                : e.reason()));
  }

  private void hand(Result result) {
    found = true;
    sink.accept(result);
  }

  private void bad(Position position, String reason) {
    bad(position, new UndecodableException(Code.MALFORMED, reason));
  }
}
