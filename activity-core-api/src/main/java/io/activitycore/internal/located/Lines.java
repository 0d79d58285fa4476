package io.activitycore.internal.located;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line of each value of a tree, in the tree's own shape: a map by pointer would grow with depth
 * times width. A property stands on the line of its key.
 */
public final class Lines {

  private final int line;
  private final Map<String, Lines> properties = new HashMap<>(0);
  private final List<Lines> elements = new ArrayList<>(0);

  Lines(int line) {
    this.line = line;
  }

  void property(String name, Lines lines) {
    properties.put(name, lines);
  }

  void element(Lines lines) {
    elements.add(lines);
  }

  /**
   * The 1-based line of the value, or of the nearest value above it that exists.
   *
   * @param pointer JSON pointer; empty for the whole
   */
  public int lineOf(String pointer) {
    Lines at = this;
    String[] tokens = pointer.split("/", -1);
    for (int i = 1; i < tokens.length; i++) {
      Lines next = at.child(tokens[i].replace("~1", "/").replace("~0", "~"));
      if (next == null) {
        break;
      }
      at = next;
    }
    return at.line;
  }

  private @Nullable Lines child(String token) {
    if (elements.isEmpty() || !token.matches("0|[1-9][0-9]{0,8}")) {
      return properties.get(token);
    }
    int index = Integer.parseInt(token);
    return index < elements.size() ? elements.get(index) : null;
  }
}
