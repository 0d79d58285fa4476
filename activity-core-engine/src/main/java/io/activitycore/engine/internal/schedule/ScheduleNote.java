package io.activitycore.engine.internal.schedule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The note of a schedule: for people why it is paused, and after it a mark by which a list alone
 * says whether the schedule is as its definition wants it. (Temporal's memo of a schedule stays as
 * it was created.) Somebody else's note has no mark; then the schedule is looked at more closely.
 *
 * @param text for people
 * @param fingerprint of what was wanted when it was written; empty in somebody else's note
 */
record ScheduleNote(String text, String fingerprint) {

  /** Why a disabled definition's schedule is paused; one with another note is left paused. */
  static final String DISABLED = "disabled by its definition";

  private static final Pattern MARKED =
      Pattern.compile("(.*?) ?\\[activity-core ([0-9a-f]{16})]", Pattern.DOTALL);

  static ScheduleNote of(String note) {
    Matcher marked = MARKED.matcher(note);
    return marked.matches()
        ? new ScheduleNote(marked.group(1), marked.group(2))
        : new ScheduleNote(note, "");
  }

  boolean isOfDisabled() {
    return text.equals(DISABLED);
  }

  @Override
  public String toString() {
    String mark = "[activity-core " + fingerprint + "]";
    return text.isEmpty() ? mark : text + " " + mark;
  }
}
