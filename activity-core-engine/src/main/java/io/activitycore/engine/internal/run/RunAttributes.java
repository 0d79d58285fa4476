package io.activitycore.engine.internal.run;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.Map;

/** What Temporal knows of a run beside its id. */
public final class RunAttributes {

  /** The search attribute by which operators find runs. */
  public static final SearchAttributeKey<String> ACTIVITY_ID =
      SearchAttributeKey.forKeyword("activity_id");

  /** The memo that tells whether the same id came with the same body. */
  public static final String BODY_HASH = "body_hash";

  private RunAttributes() {}

  /** The search attributes of a run. */
  public static SearchAttributes of(String activityId) {
    return SearchAttributes.newBuilder().set(ACTIVITY_ID, activityId).build();
  }

  /** The memo of a run. */
  public static Map<String, Object> memo(String bodyHash) {
    return Map.of(BODY_HASH, bodyHash);
  }
}
