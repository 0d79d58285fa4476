package io.activitycore.cli;

/**
 * Keeps libraries from logging: a command's output is what it was asked for, nothing else. It is
 * also the configuration of {@code java.util.logging}, made by the JDK when something first uses
 * it: one that configures nothing, so that there is no handler.
 */
public final class NoLogging {

  /** For the JDK. */
  public NoLogging() {}

  /** Must come before any library is used. */
  static void set() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("java.util.logging.config.class", NoLogging.class.getName());
  }
}
