package io.activitycore.engine.internal.run;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;

/** What Temporal knows of a run beside its id. */
public final class RunAttributes {

  /** The search attribute by which operators find runs. */
  public static final SearchAttributeKey<String> ACTIVITY_ID =
      SearchAttributeKey.forKeyword("activity_id");

  private RunAttributes() {}

  /** The search attributes of a run. */
  public static SearchAttributes of(String activityId) {
    return SearchAttributes.newBuilder().set(ACTIVITY_ID, activityId).build();
  }
}
