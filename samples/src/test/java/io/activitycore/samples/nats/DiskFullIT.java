package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.nats.NatsBroker;
import io.activitycore.testing.PostgresDisk;
import io.activitycore.testing.PostgresLogDisk;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Servers;
import io.nats.client.api.MessageInfo;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The disk of the system of record is full for a while. */
class DiskFullIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final int BEFORE = 10;
  private static final int MOST = 2_000;

  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private int sent;

  @Test
  void consumption_pauses_nothing_is_lost_and_it_resumes_when_there_is_room() throws Exception {
    PrivateServer server = PrivateServer.postgres();
    try (PostgresDisk disk = PostgresDisk.of(server);
        server) {
      Lane lane = Lane.create("disk", Servers.temporal(), Servers.nats());
      run(lane, server, disk::fill, disk::free);
    }
  }

  @Test
  void the_same_when_the_log_has_no_room_and_the_server_is_started_again() throws Exception {
    PrivateServer server =
        PrivateServer.postgres(List.of("fsync=off")); // a recovery begins with it
    try (PostgresLogDisk disk = PostgresLogDisk.of(server);
        server) {
      Lane lane = Lane.create("log", Servers.temporal(), Servers.nats());
      Runnable free =
          () -> {
            await().atMost(LONGEST).until(() -> !server.alive());
            disk.free();
            server.start();
          };
      run(lane, server, disk::fill, free);
    }
  }

  private void run(Lane lane, PrivateServer server, Runnable fill, Runnable free) throws Exception {
    WorkflowServiceStubs stubs = lane.stubs();
    try (PostgresLane postgres = new PostgresLane(lane, server.address());
        Jet jet = new Jet(lane.nats());
        NatsBroker broker = lane.broker();
        ActivityCore core = core(lane, stubs, postgres, broker)) {
      core.start();
      send(jet, lane, BEFORE);
      await().atMost(LONGEST).until(() -> done.size() == 2 * BEFORE);

      fill.run();
      while (core.isHealthy() && sent < MOST) {
        send(jet, lane, BEFORE);
        await().atMost(LONGEST).until(() -> !core.isHealthy() || jet.isSettled(lane));
      }
      assertThat(core.isHealthy()).as("healthy after %d events", sent).isFalse();
      send(jet, lane, BEFORE);
      assertThat(jet.isSettled(lane)).as("events wait at the broker").isFalse();
      free.run();

      await()
          .atMost(LONGEST)
          .until(() -> postgres.number("count(*)", "ending WHERE outcome = 'COMPLETED'") == sent);
      await().atMost(LONGEST).until(() -> jet.isSettled(lane) && core.isHealthy());
      await()
          .atMost(LONGEST)
          .until(() -> postgres.number("count(*)", "outbox WHERE published_at IS NULL") == 0);
      assertThat(done).hasSize(2 * sent);
      assertThat(postgres.number("count(*)", "run")).isEqualTo(sent);
      assertThat(postgres.number("count(*)", "outbox")).isEqualTo(6L * sent);
      Set<String> out = new TreeSet<>();
      for (MessageInfo message : jet.messages(lane.stream("out"))) {
        out.add(new String(message.getData(), UTF_8));
      }
      assertThat(out).as("what was published, whether once or twice").hasSize(6 * sent);
      assertThat(jet.count(lane.stream("dead"))).isZero();
    } finally {
      stubs.shutdownNow();
    }
  }

  private ActivityCore core(
      Lane lane, WorkflowServiceStubs stubs, PostgresLane postgres, NatsBroker broker) {
    return ActivityCore.builder(lane.client(stubs))
        .definitions(Definitions.of(lane.definition()))
        .store(postgres.store())
        .broker(broker)
        .task(
            "lane.work",
            (input, context) -> {
              done.add(context.taskInstanceId());
              return input;
            })
        .build();
  }

  private void send(Jet jet, Lane lane, int more) {
    for (int n = 0; n < more; n++) {
      sent++;
      jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + sent, sent)));
    }
  }
}
