package io.activitycore.postgres.registry;

import io.activitycore.definition.ActivityDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a definition, and where it is in its life.
 *
 * @param definition as it was written
 * @param version from 1
 * @param hash of the content; the same that runs carry
 * @param state where it is in its life
 * @param since when it came to that state
 * @param author who wrote it
 * @param comment why; optional
 * @param writtenAt when it was written
 */
public record RegisteredVersion(
    ActivityDefinition definition,
    int version,
    String hash,
    State state,
    Instant since,
    String author,
    @Nullable String comment,
    Instant writtenAt) {

  /** The life of a version. */
  public enum State {
    /** Written; starts nothing. */
    DRAFT,
    /** What triggers start. */
    PUBLISHED,
    /** Starts nothing any more; runs that follow it go on. */
    RETIRED
  }

  /** The activity. */
  public String activityId() {
    return definition.id();
  }
}
