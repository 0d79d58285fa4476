package io.activitycore.testing;

import java.util.Locale;

/** The servers that tests use. */
enum Server {
  TEMPORAL("temporal", ""),
  NATS("nats-server", "nats://"),
  /** Its program is a folder of libraries. */
  KAFKA("libs", ""),
  POSTGRES("postgres", "jdbc:postgresql://"),
  RABBITMQ("rabbitmq-server", "amqp://");

  private final String binary;
  private final String scheme;

  Server(String binary, String scheme) {
    this.binary = binary;
    this.scheme = scheme;
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

  /** The address as its client takes it. */
  String address(String host, int port) {
    String place = scheme + host + ":" + port;
    return this == POSTGRES ? place + "/activity?user=activity" : place;
  }
}
