package io.activitycore.spi;

import io.activitycore.run.HumanTask;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inbox of people. Tasks are created, reassigned and closed by {@link RunStore#journal}.
 * Thread-safe; each request is one transaction.
 */
public interface HumanTaskStore {

  /** A task; empty when there is none of that id in the tenant. */
  Optional<HumanTask> find(String tenant, String id);

  /** Tasks, most urgent first: by priority, then due (none last), then age. */
  List<HumanTask> search(Query query);

  /**
   * Writes a changed task, if nobody changed it since it was read: its revision must be one more
   * than the stored one. A task that becomes COMPLETED settles its wait, with {@code {"result":
   * {"by": ..., "outcome": ...}}}, in the same transaction. Nothing is written when the task is
   * over or its wait is not open.
   *
   * @return whether it was written
   */
  boolean replace(HumanTask changed);

  /**
   * What to look for; null means any.
   *
   * @param tenant the tenant
   * @param assignee an assignee, or who claimed it
   * @param group one of its groups
   * @param activityId the activity
   * @param status its status
   * @param limit at most so many
   */
  record Query(
      String tenant,
      @Nullable String assignee,
      @Nullable String group,
      @Nullable String activityId,
      HumanTask.@Nullable Status status,
      int limit) {}
}
