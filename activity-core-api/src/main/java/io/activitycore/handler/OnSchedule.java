package io.activitycore.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The five-line case of a schedule: an activity of one task, done by this {@link TaskHandler}
 * method, whose input is {@code trigger}: its kind, scheduled time and window.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnSchedule {

  /** Cron expression of five fields. */
  String value();

  /** IANA time zone; default UTC. */
  String timezone() default "UTC";

  /** {@code skip}, {@code catchup} or {@code compress}; default skip. */
  String misfire() default "skip";

  /** The activity's id; default: the task type. */
  String id() default "";
}
