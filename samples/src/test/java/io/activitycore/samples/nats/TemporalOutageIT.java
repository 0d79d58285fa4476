package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.nats.NatsBroker;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Servers;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Temporal is killed under load and comes back: nothing is lost, nothing is dead-lettered, nothing
 * runs twice.
 */
class TemporalOutageIT {

  private static final Duration LONGEST = Duration.ofSeconds(150);
  private static final int EVENTS = 20;

  @Test
  void events_wait_for_temporal_and_each_runs_once() throws Exception {
    try (PrivateServer temporal = PrivateServer.temporal()) {
      Lane lane = Lane.create("outage", temporal.address(), Servers.nats());
      run(lane, temporal);
    }
  }

  private static void run(Lane lane, PrivateServer temporal) throws Exception {
    Set<String> done = ConcurrentHashMap.newKeySet();
    WorkflowServiceStubs stubs = lane.stubs();
    try (Jet jet = new Jet(lane.nats());
        NatsBroker broker = lane.broker();
        ActivityCore core =
            lane.core(
                lane.client(stubs),
                broker,
                (input, context) -> {
                  done.add(context.taskInstanceId());
                  return input;
                })) {
      core.start();
      publish(jet, lane, 1, EVENTS / 2);
      await().atMost(LONGEST).until(() -> done.size() >= 2);

      temporal.kill();
      publish(jet, lane, EVENTS / 2 + 1, EVENTS);
      await().atMost(LONGEST).until(() -> !core.isHealthy());
      assertThat(jet.isSettled(lane)).as("events wait at the broker").isFalse();
      temporal.start();

      await().atMost(LONGEST).until(() -> done.size() == 2 * EVENTS && jet.isSettled(lane));
      await().atMost(LONGEST).until(core::isHealthy);
      assertThat(jet.count(lane.stream("dead"))).isZero();
      await().atMost(LONGEST).until(() -> lane.runs(lane.client(stubs)).size() == EVENTS);
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void publish(Jet jet, Lane lane, int from, int to) {
    for (int n = from; n <= to; n++) {
      jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + n, n)));
    }
  }
}
