package io.activitycore.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text for labels of Mermaid. What could be markup for Mermaid, its Markdown or HTML is written as
 * an entity, so that a label shows what it was made of and nothing in it ends it.
 */
final class MermaidText {

  /** Characters of a line that are shown. */
  static final int LONGEST = 100;

  private static final String PLAIN = " .,()=/?+-";

  /** Mermaid looks for it in whole lines, labels included. */
  private static final Pattern DIRECTION = Pattern.compile("(direction) (?=TB|BT|RL|LR)");

  private MermaidText() {}

  /** Lines, one below the other; null ones are left out. */
  static String lines(@Nullable String... texts) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      if (text != null) {
        lines.add(line(text));
      }
    }
    return String.join("<br/>", lines);
  }

  private static String line(String text) {
    int[] points = text.strip().replaceAll("\\s+", " ").codePoints().toArray();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(points.length, LONGEST); i++) {
      if (isPlain(points, i)) {
        line.appendCodePoint(points[i]);
      } else {
        line.append(entity(points[i]));
      }
    }
    String all = DIRECTION.matcher(line).replaceAll("$1#32;");
    return points.length > LONGEST ? all + " ..." : all;
  }

  /** A line's first character could begin a list or a heading, an outer _ emphasis. */
  private static boolean isPlain(int[] points, int at) {
    if (points[at] == '_') {
      return isWord(points, at - 1) && isWord(points, at + 1);
    }
    return at == 0
        ? Character.isLetter(points[at])
        : Character.isLetterOrDigit(points[at]) || PLAIN.indexOf(points[at]) >= 0;
  }

  private static boolean isWord(int[] points, int at) {
    return at >= 0
        && at < points.length
        && (Character.isLetterOrDigit(points[at]) || points[at] == '_');
  }

  private static String entity(int point) {
    return switch (point) {
      case '"' -> "#quot;";
      case '<' -> "#lt;";
      case '>' -> "#gt;";
      case '&' -> "#amp;";
      default -> "#" + point + ";";
    };
  }
}
