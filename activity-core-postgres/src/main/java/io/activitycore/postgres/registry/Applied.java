package io.activitycore.postgres.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a set of definitions does, or would do, to one activity.
 *
 * @param activityId which one
 * @param action what
 * @param before the newest published version until then; null when there was none
 * @param version the published version from then on; null when it is retired, and in a dry run that
 *     would publish one
 * @param differences between the two; empty when unchanged or retired
 */
public record Applied(
    String activityId,
    Action action,
    @Nullable Integer before,
    @Nullable Integer version,
    List<Difference> differences) {

  /** What is done. */
  public enum Action {
    /** It is as it should be. */
    UNCHANGED,
    /** A version is published. */
    PUBLISHED,
    /** It is not in the set: its versions are retired. */
    RETIRED
  }
}
