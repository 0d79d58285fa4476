package io.activitycore.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The five-line case: an activity of one task, done by this {@link TaskHandler} method, started by
 * events of a type. The task's input is the event's payload.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnEvent {

  /** Event types that start it. */
  String[] value();

  /** A last condition in CEL; default none. */
  String where() default "";

  /** The activity's id; default: the task type. */
  String id() default "";
}
