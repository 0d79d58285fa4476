package io.activitycore.testing;

/** A child JVM that starts a private server, never closes it and ends. */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] arguments) {
    @SuppressWarnings("resource") // that is the point
    PrivateServer nats = PrivateServer.nats();
    System.out.println("port=" + nats.port() + "=");
    System.out.println("log=" + nats.log() + "=");
  }
}
