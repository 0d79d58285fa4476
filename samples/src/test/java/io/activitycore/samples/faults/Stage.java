package io.activitycore.samples.faults;

import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Servers, the networks between them and the hosts: one at a time that others take the place of, or
 * several at once. Used by one thread.
 */
final class Stage implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int MOST_STARTS = 3;

  private final Scene scene;
  private final BrokerUnderTest broker;
  private final Path folder;
  private final PrivateServer postgres = PrivateServer.postgres();
  private final TcpProxy postgresProxy = TcpProxy.to("127.0.0.1", postgres.port());
  private final PrivateServer temporal = PrivateServer.temporal();
  private final TcpProxy temporalProxy = TcpProxy.to("127.0.0.1", temporal.port());
  private @Nullable JavaProcess host;
  private final List<JavaProcess> members = new ArrayList<>();
  private int hosts;

  Stage(Scene scene, BrokerUnderTest broker, Path folder) {
    this.scene = scene;
    this.broker = broker;
    this.folder = folder;
  }

  BrokerUnderTest broker() {
    return broker;
  }

  PrivateServer postgres() {
    return postgres;
  }

  TcpProxy postgresProxy() {
    return postgresProxy;
  }

  /** PostgreSQL through its proxy. */
  String proxiedPostgres() {
    return postgres
        .address()
        .replace(":" + postgres.port() + "/", ":" + postgresProxy.port() + "/");
  }

  PrivateServer temporal() {
    return temporal;
  }

  TcpProxy temporalProxy() {
    return temporalProxy;
  }

  JavaProcess host() {
    if (host == null) {
      throw new IllegalStateException("no host lives");
    }
    return host;
  }

  /** The file in which each attempt of a task leaves a line. */
  Path effects() {
    return folder.resolve("effects");
  }

  /**
   * A host in place of the one before, which is killed; it consumes when this returns. One that
   * does not come up, because a server is too slow for it, is started again, as a supervisor would.
   */
  JavaProcess startHost(Map<String, String> environment) {
    return awaited(() -> launch(environment));
  }

  private static JavaProcess awaited(Supplier<JavaProcess> launch) {
    for (int attempt = 1; ; attempt++) {
      JavaProcess started = launch.get();
      try {
        started.awaitLine(FaultHostMain.READY, LONGEST);
        return started;
      } catch (AssertionError e) {
        if (attempt == MOST_STARTS) {
          throw e;
        }
      }
    }
  }

  private JavaProcess launch(Map<String, String> environment) {
    if (host != null) {
      host.kill();
    }
    JavaProcess started = start(environment);
    host = started;
    return started;
  }

  /** One more host beside those that live; it may not consume yet when this returns. */
  JavaProcess join() {
    JavaProcess started = start(Map.of(FaultHostMain.MEMBER, "true"));
    members.add(started);
    return started;
  }

  /** The same, but it consumes when this returns. */
  JavaProcess joined() {
    return awaited(this::join);
  }

  private JavaProcess start(Map<String, String> environment) {
    return JavaProcess.start(
        FaultHostMain.class,
        environment,
        folder.resolve("host-" + ++hosts + ".log"),
        broker.kind().name(),
        scene.lane(),
        temporalProxy.address(),
        broker.proxied(),
        proxiedPostgres(),
        effects().toString());
  }

  /** The host ends as it should. */
  void stopHost() {
    host().terminate();
    host().awaitLine(FaultHostMain.CLOSED, LONGEST);
    int unused = host().awaitExit(LONGEST);
  }

  @Override
  public void close() {
    if (host != null) {
      host.kill();
    }
    members.forEach(JavaProcess::kill);
    temporalProxy.close();
    temporal.close();
    postgresProxy.close();
    postgres.close();
  }
}
