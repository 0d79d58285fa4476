package io.activitycore.testing;

import java.nio.file.Path;
import java.util.Locale;

/** The servers that tests use. */
enum Server {
  TEMPORAL("temporal", "", ""),
  NATS("nats-server", "nats://", ""),
  /** Its program is a folder of libraries. */
  KAFKA("libs", "", "Kafka Server started"),
  POSTGRES("postgres", "jdbc:postgresql://", ""),
  RABBITMQ("rabbitmq-server", "amqp://", " completed with ");

  private final String binary;
  private final String scheme;
  private final String announcement;

  Server(String binary, String scheme, String announcement) {
    this.binary = binary;
    this.scheme = scheme;
    this.announcement = announcement;
  }

  /** Its name for {@code dev/servers} and in file names. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String variable() {
    return "ACTIVITY_CORE_" + name();
  }

  /** What {@code dev/servers} must be told to start or install it. */
  String wanted() {
    return this == TEMPORAL || this == NATS ? "temporal nats" : label();
  }

  /** The program's file name. */
  String binary() {
    return binary;
  }

  /**
   * How often it has said in its log that all of it may be used: its first port opens a moment
   * before, and a second one may still be closed. Always 0 for a server that needs no such word.
   */
  long announcements(Path log) {
    return announcement.isEmpty()
        ? 0
        : Folders.lines(log).stream().filter(line -> line.contains(announcement)).count();
  }

  boolean announcesItself() {
    return !announcement.isEmpty();
  }

  /** The address as its client takes it. */
  String address(String host, int port) {
    String place = scheme + host + ":" + port;
    return this == POSTGRES ? place + "/activity?user=activity" : place;
  }
}
