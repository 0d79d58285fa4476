package io.activitycore.internal.located;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.internal.Pointers;
import io.activitycore.internal.Texts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a tree and its lines from a stream of tokens, without recursion. */
final class TreeBuilder {

  private final Deque<Frame> open = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable JsonNode root;
  private Lines rootLines = new Lines(1);

  /** An object or array that is not yet closed. */
  private static final class Frame {
    final ContainerNode<?> node;
    final Lines lines;
    @Nullable String key;
    int keyLine;
    boolean again;

    Frame(ContainerNode<?> node, Lines lines) {
      this.node = node;
      this.lines = lines;
    }
  }

  void openObject(int line) throws ParseFailure {
    open(JsonNodeFactory.instance.objectNode(), line);
  }

  void openArray(int line) throws ParseFailure {
    open(JsonNodeFactory.instance.arrayNode(), line);
  }

  private void open(ContainerNode<?> node, int line) throws ParseFailure {
    if (open.size() >= LocatedParser.MAX_DEPTH) {
      throw new ParseFailure(
          "depth", line, "is nested deeper than " + LocatedParser.MAX_DEPTH + " levels");
    }
    Lines lines = add(node, line);
    open.push(new Frame(node, lines));
  }

  void close() {
    open.pop();
    settle();
  }

  /** Whether the next token is a property's name. */
  boolean expectsKey() {
    Frame frame = open.peek();
    return frame != null && frame.node.isObject() && frame.key == null;
  }

  /** Whether the whole value has been read. */
  boolean complete() {
    return root != null && open.isEmpty();
  }

  void key(String name, int line) throws ParseFailure {
    checkText(name, line);
    Frame frame = open.element();
    frame.key = name;
    frame.keyLine = line;
    frame.again = frame.node.has(name);
    if (frame.again) {
      report(line, "duplicate_key", "stands twice in the same object");
    }
  }

  void value(JsonNode value, int line) throws ParseFailure {
    if (value.isTextual()) {
      checkText(value.textValue(), line);
    }
    add(value, line);
    settle();
  }

  private Lines add(JsonNode value, int line) {
    Frame frame = open.peek();
    if (frame == null) {
      root = value;
      rootLines = new Lines(line);
      return rootLines;
    }
    String key = frame.key;
    Lines lines = new Lines(key == null ? line : frame.keyLine);
    if (key == null) {
      ((ArrayNode) frame.node).add(value);
      frame.lines.element(lines);
    } else if (!frame.again) {
      ((ObjectNode) frame.node).set(key, value);
      frame.lines.property(key, lines);
    }
    return lines;
  }

  private void settle() {
    Frame frame = open.peek();
    if (frame != null) {
      frame.key = null;
    }
  }

  /** Reports something at the value that comes next, and goes on. */
  void report(int line, String code, String message) {
    if (findings.size() < LocatedParser.MAX_FINDINGS) {
      findings.add(new Finding(line, pointer(), code, message));
    }
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Iterator<Frame> frames = open.descendingIterator(); frames.hasNext(); ) {
      Frame frame = frames.next();
      String key = frame.key;
      if (key != null) {
        pointer.append('/').append(Pointers.escape(key));
      } else if (frame.node.isArray()) {
        // An element that is open was added already; the innermost one comes next.
        pointer.append('/').append(frames.hasNext() ? frame.node.size() - 1 : frame.node.size());
      }
    }
    return pointer.toString();
  }

  private static void checkText(String text, int line) throws ParseFailure {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new ParseFailure(
          "encoding", line, "has an unpaired surrogate in " + Texts.shorten(text));
    }
  }

  Located done() throws ParseFailure {
    if (root == null) {
      throw new ParseFailure("empty", 1, "is empty, expected an object");
    }
    return new Located(root, rootLines, findings);
  }

  Located failed(ParseFailure failure) {
    findings.add(
        new Finding(
            failure.line(), pointer(), failure.code(), String.valueOf(failure.getMessage())));
    return new Located(null, rootLines, findings);
  }
}
