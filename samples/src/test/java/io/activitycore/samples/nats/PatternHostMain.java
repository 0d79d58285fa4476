package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A host of all patterns, to be killed: its store and its effects survive it. */
final class PatternHostMain {

  static final String READY = "ready to be killed";

  private PatternHostMain() {}

  /** Arguments: the lane's name, Temporal, NATS, the store's port, the folder of the effects. */
  public static void main(String[] arguments) throws Exception {
    Lane lane = new Lane(arguments[0], arguments[1], arguments[2]);
    Store store = RemoteStore.at(Integer.parseInt(arguments[3]));
    Effects effects = new Effects(Path.of(arguments[4]));
    ActivityCore core =
        builder(lane, lane.client(lane.stubs()), store, effects).broker(lane.broker()).build();
    core.start();
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  /** A core with all patterns, without a broker. */
  static ActivityCore.Builder builder(
      Lane lane, WorkflowClient client, Store store, Effects effects) {
    return ActivityCore.builder(client)
        .definitions(
            Definitions.of(
                Arrays.stream(Pattern.values())
                    .map(pattern -> pattern.definition(lane))
                    .toArray(ActivityDefinition[]::new)))
        .store(store)
        .replySecrets("a secret of more than thirty-two bytes".getBytes(UTF_8))
        .task("lane.work", effects::work)
        .task("lane.ask", effects::ask)
        .task("lane.fail", effects::fail);
  }
}
