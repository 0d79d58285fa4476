package io.activitycore.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that gives a run something it must know, once, before it plans. It reads and does not
 * change anything: it may be called again for the same run. Parameter and result as for {@link
 * TaskHandler}, without a {@link TaskContext}.
 *
 * <p>It has about five seconds; an exception is retried without end, because a run cannot begin
 * without its context.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ContextResolver {

  /** The resolver's name, such as {@code crm.customer}. */
  String value();
}
