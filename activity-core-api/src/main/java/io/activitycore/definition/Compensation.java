package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * The task that undoes a task when the run fails or is cancelled.
 *
 * @param task its task type
 * @param input its input; templates see what the task saw, and the task's result. Default: the
 *     task's own input
 * @param retry default {@link Retry#DEFAULT}
 * @param timeouts default {@link Timeouts#DEFAULT}
 * @param taskQueue default: the task's
 */
public record Compensation(
    @NotNull @Filled String task,
    @Nullable JsonNode input,
    @Nullable Retry retry,
    @Nullable Timeouts timeouts,
    @Filled @Nullable String taskQueue) {

  /** Checks and copies. */
  public Compensation {
    input = Copies.jsonOrNull(input);
    Constraints.check(Compensation.class, task, input, retry, timeouts, taskQueue);
  }

  /** Undoes with the task's own input. */
  public static Compensation of(String task) {
    return new Compensation(task, null, null, null, null);
  }

  /** Undoes with an input of its own. */
  public static Compensation of(String task, JsonNode input) {
    return new Compensation(task, input, null, null, null);
  }
}
