package io.activitycore.engine.internal.plan;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that expressions may read beside context entries and nodes. */
public final class Names {

  /** The envelope. */
  public static final String EVENT = "event";

  /** The envelope's payload. */
  public static final String PAYLOAD = "payload";

  /** What started the run: {@code kind}, {@code scheduled_for}, {@code window}. */
  public static final String TRIGGER = "trigger";

  /** The run itself. */
  public static final String RUN = "run";

  /** What went wrong so far, by node. */
  public static final String ERRORS = "errors";

  /** What {@code where} sees. */
  public static final List<String> OF_EVENT = List.of(EVENT, PAYLOAD);

  /** What is known before the context is resolved. */
  public static final List<String> OF_START = List.of(EVENT, PAYLOAD, TRIGGER, RUN);

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Names() {}

  /**
   * The names that stand in an expression's text. Compiling with these few is the same as compiling
   * with all that can be seen, where a large graph has hundreds.
   */
  public static SortedSet<String> occurring(String source, Collection<String> names) {
    SortedSet<String> occurring = new TreeSet<>();
    Matcher words = WORD.matcher(source);
    while (words.find()) {
      if (names.contains(words.group())) {
        occurring.add(words.group());
      }
    }
    return occurring;
  }
}
