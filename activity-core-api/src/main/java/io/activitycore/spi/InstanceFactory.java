package io.activitycore.spi;

/**
 * Makes instances of the host's handler classes: the bridge to Guice, Spring, CDI or a plain
 * constructor.
 *
 * <p>Called once per registered class when the core is built.
 */
@FunctionalInterface
public interface InstanceFactory {

  /**
   * Gives the instance that handles.
   *
   * @param type a class with handler methods
   * @return the instance; it must be safe for use by several threads
   */
  <T> T instance(Class<T> type);
}
