package io.activitycore.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that does the tasks of one type.
 *
 * <p>The method takes the task's input (a record or any type Jackson reads; snake_case on the wire;
 * checked with Bean Validation) and, if it wants, a {@link TaskContext}, in either order, or
 * neither. What it returns is the task's result; {@code void} gives {@code {}}.
 *
 * <p>It is called by several threads at once, and again after a failure, a time-out or a crash: it
 * must be idempotent under {@link TaskContext#taskInstanceId()}. Any exception fails the attempt,
 * which is retried as the definition says; {@link TaskFailedException} ends the task at once. An
 * input that cannot be read or breaks its constraints ends it too, with the error type {@code
 * invalid_input}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskHandler {

  /** The task type, such as {@code billing.charge}. */
  String value();

  /**
   * Whether the run's own worker may do it as a local Temporal activity: without a task queue,
   * which saves most of a short task's time. Only for what takes less than a few seconds, needs no
   * heartbeat, and may well be done again after a crash. It has an effect where the worker of the
   * run has this handler too; elsewhere the task goes to its queue as any other.
   */
  boolean local() default false;
}
