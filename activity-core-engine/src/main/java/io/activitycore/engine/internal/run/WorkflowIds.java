package io.activitycore.engine.internal.run;

import io.activitycore.internal.CanonicalJson;
import io.activitycore.run.RunKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The Temporal workflow ids of runs. Pure. The same occasion always gives the same id, whatever the
 * definition's version.
 */
public final class WorkflowIds {

  /** Far below the 255 characters that some of Temporal's databases hold. */
  private static final int LONGEST = 200;

  private WorkflowIds() {}

  /** A run that an event starts. */
  public static String forEvent(String tenant, String activityId, String eventId) {
    return withPart(tenant, activityId, eventId);
  }

  /** A run that a schedule starts; Temporal makes the same id of the schedule's and the time. */
  public static String forSchedule(String tenant, String activityId, Instant scheduledFor) {
    return forTick(tenant, activityId, scheduledFor.toString());
  }

  /** The same, of the tick's text; a forced one has a part of its own after it. */
  static String forTick(String tenant, String activityId, String occurrence) {
    return prefix(tenant, activityId) + '-' + occurrence;
  }

  /** The schedule of an activity. */
  public static String ofSchedule(String tenant, String activityId) {
    return scheduleId(tenant, activityId);
  }

  /** What the ids of all the schedules of a tenant begin with; those of others may, too. */
  public static String schedulePrefix(String tenant) {
    return scheduleId(tenant, "");
  }

  /** What the workflow ids of a schedule's runs begin with: Temporal appends the time. */
  public static String beforeTick(String tenant, String activityId) {
    return prefix(tenant, activityId);
  }

  private static String scheduleId(String tenant, String activityId) {
    return tenant.equals(RunKey.DEFAULT_TENANT)
        ? "activity-schedule-" + activityId
        : "activity-schedule-" + tenant + '~' + activityId;
  }

  /** A run that somebody starts. */
  public static String forManual(String tenant, String activityId, String key) {
    return withPart(tenant, activityId, "manual-" + key);
  }

  /** A run that a node of another run starts. */
  public static String forChild(String tenant, String activityId, String node) {
    return withPart(tenant, activityId, "run-" + node);
  }

  /** A long-lived run that takes all events of a key. */
  public static String forKey(String tenant, String activityId, String key) {
    return withPart(tenant, activityId, "key-" + key);
  }

  private static String withPart(String tenant, String activityId, String part) {
    String prefix = prefix(tenant, activityId) + ':';
    String id = prefix + part;
    boolean plain = id.length() <= LONGEST && id.chars().allMatch(c -> c >= ' ' && c <= '~');
    return plain
        ? id
        : prefix + "sha256-" + CanonicalJson.sha256(part.getBytes(StandardCharsets.UTF_8));
  }

  private static String prefix(String tenant, String activityId) {
    return tenant.equals(RunKey.DEFAULT_TENANT)
        ? "activity-" + activityId
        : "activity-" + tenant + '~' + activityId;
  }

  /** What started a run: the trigger's kind, and which event, tick, key or node it was. */
  record Occasion(String kind, String occurrence) {}

  /**
   * What an id says of what started its run. It is not always true: an event's id may look like a
   * key, and of a long one only the hash is there. Who knows better compares.
   */
  static Occasion occasion(String tenant, String activityId, String baseId) {
    String prefix = prefix(tenant, activityId);
    String rest = baseId.startsWith(prefix) ? baseId.substring(prefix.length()) : baseId;
    if (rest.startsWith("-")) {
      return new Occasion("schedule", rest.substring(1));
    }
    String part = rest.startsWith(":") ? rest.substring(1) : rest;
    if (part.startsWith("manual-")) {
      return new Occasion("manual", part.substring("manual-".length()));
    }
    return part.startsWith("run-")
        ? new Occasion("run", part.substring("run-".length()))
        : new Occasion("event", part);
  }
}
