package io.activitycore.samples.nats;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A host on PostgreSQL, to be killed; each task leaves a line in a file. */
final class PostgresHostMain {

  static final String READY = "ready to be killed";

  private PostgresHostMain() {}

  /** Arguments: the lane's name, Temporal, NATS, PostgreSQL, the file. */
  public static void main(String[] arguments) throws Exception {
    Lane lane = new Lane(arguments[0], arguments[1], arguments[2]);
    Path effects = Path.of(arguments[4]);
    ActivityCore core =
        ActivityCore.builder(lane.client(lane.stubs()))
            .definitions(Definitions.of(definition(lane)))
            .store(new PostgresLane(lane, arguments[3]).store())
            .broker(lane.broker())
            .task(
                "lane.work",
                (input, context) -> {
                  Files.writeString(
                      effects,
                      context.taskInstanceId() + "\n",
                      StandardCharsets.UTF_8,
                      StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND);
                  return input;
                })
            .build();
    core.start();
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  /** What was in work when the host died is tried again soon. */
  private static ActivityDefinition definition(Lane lane) {
    Timeouts soon = Timeouts.startToClose(Duration.ofSeconds(3));
    return ActivityDefinition.builder(lane.name())
        .taskQueue(lane.name() + "-tq")
        .trigger(Trigger.event(lane.type()))
        .rules(
            Rule.always(
                Node.task("first", "lane.work").timeouts(soon).build(),
                Node.task("second", "lane.work").timeouts(soon).build()))
        .build();
  }
}
