package io.activitycore.benchmarks.brokers;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.ActivityCoreInterceptor;
import io.activitycore.engine.InMemoryStore;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.function.IntFunction;

/** Our core with a lane's adapter. Nobody works on the runs: all that is measured is the start. */
final class Ours implements AutoCloseable {

  private final Lane lane;
  private final Watched broker;
  private final ActivityCore core;

  /**
   * Started.
   *
   * @param tenant one of its own, so that no other core cares for what it started
   * @param share of the events, for which it is recorded why nothing happened
   */
  Ours(
      WorkflowClient client,
      Lane lane,
      String tenant,
      Definitions definitions,
      int concurrency,
      double share) {
    this.lane = lane;
    this.broker = new Watched(lane.broker());
    this.core =
        ActivityCore.builder(client)
            .tenant(tenant)
            .definitions(definitions)
            .store(InMemoryStore.create())
            .broker(broker)
            .intakeConcurrency(concurrency)
            .decisionShare(share)
            .build();
    core.attachTo(
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new ActivityCoreInterceptor())
                .build()));
    core.start();
  }

  /** Has so many bodies published, and then takes them. */
  Leg take(int count, IntFunction<byte[]> body, long serverPid) throws Exception {
    broker.hold(true);
    lane.fill(count, body);
    Taking taking = new Taking(count, serverPid);
    broker.measure(taking);
    broker.hold(false);
    return taking.await();
  }

  @Override
  public void close() {
    core.close();
    broker.close();
  }
}
