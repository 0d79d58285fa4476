package io.activitycore.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.internal.Texts;
import io.activitycore.internal.located.LocatedParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, and where nothing could be read. */
public final class Target {

  private final List<Violation> problems = new ArrayList<>();
  private final Set<String> unread = new HashSet<>();

  Target() {}

  /** Reports a value that cannot be read; gives null, the value of what cannot be read. */
  public @Nullable Object refuse(String pointer, String code, String message) {
    unread.add(pointer);
    problems.add(new Violation(pointer, code, message));
    return null;
  }

  /** Reports a value of the wrong type. */
  public @Nullable Object wrongType(String pointer, String expected, JsonNode got) {
    return refuse(pointer, "type", "must be " + expected + ", got " + describe(got));
  }

  void add(String pointer, String code, String message) {
    problems.add(new Violation(pointer, code, message));
  }

  void unread(String pointer) {
    unread.add(pointer);
  }

  /** Whether enough is wrong: what follows need not be looked at. */
  boolean isFull() {
    return problems.size() >= LocatedParser.MAX_FINDINGS;
  }

  Set<String> unreadBelow(String pointer) {
    Set<String> relative = new HashSet<>();
    for (String each : unread) {
      if (each.startsWith(pointer + "/")) {
        relative.add(each.substring(pointer.length()));
      }
    }
    return relative;
  }

  List<Violation> problems() {
    return problems;
  }

  /** The value as a message shows it. */
  public static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
      case STRING -> "the string " + Texts.shorten("\"" + node.textValue() + "\"");
      case NUMBER -> "the number " + Texts.shorten(node.asText());
      default -> node.asText();
    };
  }
}
