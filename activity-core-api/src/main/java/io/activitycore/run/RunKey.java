package io.activitycore.run;

/**
 * What makes a run the only one of its kind.
 *
 * @param tenant the tenant; {@value #DEFAULT_TENANT} unless the host has several
 * @param activityId the definition's id; never its version, so that a new version neither drops nor
 *     doubles
 * @param occurrence the event id, the scheduled time in RFC 3339, or a manual key with its prefix
 *     {@code manual-}
 */
public record RunKey(String tenant, String activityId, String occurrence) {

  /** The tenant of a host that has one. */
  public static final String DEFAULT_TENANT = "default";
}
