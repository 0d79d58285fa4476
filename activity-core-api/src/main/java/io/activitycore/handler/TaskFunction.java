package io.activitycore.handler;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task handler as a function over JSON, for task types that are known only at run time. The rules
 * of {@link TaskHandler} hold.
 */
@FunctionalInterface
public interface TaskFunction {

  /**
   * Does the task.
   *
   * @return its result; JSON null for none
   * @throws Exception the attempt failed
   */
  JsonNode apply(JsonNode input, TaskContext context) throws Exception;
}
