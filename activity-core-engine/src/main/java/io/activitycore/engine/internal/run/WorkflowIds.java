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
    return prefix(tenant, activityId) + '-' + scheduledFor;
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
}
