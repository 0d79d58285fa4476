package io.activitycore.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are kept with their decisions, and how long: for who asks later what another version
 * of a definition would have done with them. Of the rules that fit an event, the first counts. A
 * share is of event ids, by a stable hash: on every host, and each time it comes, an event is kept
 * or not.
 *
 * @param rules in their order
 */
public record EventSampling(List<Rule> rules) {

  /** No event is kept. */
  public static final EventSampling NONE = new EventSampling(List.of());

  /** Copies. */
  public EventSampling {
    rules = List.copyOf(rules);
  }

  /**
   * A rule.
   *
   * @param type the events' type, exactly; null for any
   * @param source the events' source, exactly; null for any
   * @param share how many of them, 0 to 1
   * @param keep how long, at least a second
   */
  public record Rule(@Nullable String type, @Nullable String source, double share, Duration keep) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException when the share or the time is out of its range
     */
    public Rule {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share: expected 0 to 1, actual " + share);
      }
      if (keep.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("keep: expected at least PT1S, actual " + keep);
      }
    }
  }

  /** Then, of the events of a type, this share. */
  public EventSampling ofType(String type, double share, Duration keep) {
    return with(new Rule(type, null, share, keep));
  }

  /** Then, of the events of a source, this share. */
  public EventSampling ofSource(String source, double share, Duration keep) {
    return with(new Rule(null, source, share, keep));
  }

  /** Then, of all other events, this share. */
  public EventSampling ofOthers(double share, Duration keep) {
    return with(new Rule(null, null, share, keep));
  }

  private EventSampling with(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new EventSampling(more);
  }
}
