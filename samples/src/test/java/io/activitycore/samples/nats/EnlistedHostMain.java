package io.activitycore.samples.nats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.temporal.client.WorkflowClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A host whose one task writes a row within its transaction, and then, if it was told so, never
 * comes back: it is to be killed between its commit and Temporal's knowing.
 */
final class EnlistedHostMain {

  static final String READY = "ready to be killed";
  static final String COMMITTED = "the task has committed";

  private EnlistedHostMain() {}

  /** Arguments: the lane's name, Temporal, PostgreSQL, the host's name, whether it hangs. */
  public static void main(String[] arguments) throws Exception {
    Lane lane = new Lane(arguments[0], arguments[1], "unused");
    boolean hangs = Boolean.parseBoolean(arguments[4]);
    ActivityCore core =
        core(
            lane,
            lane.client(lane.stubs()),
            new PostgresLane(lane, arguments[2]),
            arguments[3],
            () -> {
              System.out.println(COMMITTED);
              if (hangs) {
                new CountDownLatch(1).await();
              }
            });
    core.start();
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  interface AfterCommit {
    void run() throws InterruptedException;
  }

  /** A core whose task leaves a row with the host's name. */
  static ActivityCore core(
      Lane lane,
      WorkflowClient client,
      PostgresLane postgres,
      String host,
      AfterCommit afterCommit) {
    String insert = "INSERT INTO " + postgres.schema() + ".charge (task, host) VALUES (?, ?)";
    return ActivityCore.builder(client)
        .definitions(Definitions.of(definition(lane)))
        .store(postgres.store())
        .task(
            "lane.charge",
            (input, context) -> {
              JsonNode result =
                  context
                      .transaction()
                      .call(
                          Connection.class,
                          JsonNode.class,
                          connection -> {
                            try (PreparedStatement row = connection.prepareStatement(insert)) {
                              row.setString(1, context.taskInstanceId());
                              row.setString(2, host);
                              row.executeUpdate();
                            }
                            return JsonNodeFactory.instance.objectNode().put("by", host);
                          });
              afterCommit.run();
              return result;
            })
        .build();
  }

  /** What was in work when the host died is tried again soon. */
  private static ActivityDefinition definition(Lane lane) {
    return ActivityDefinition.builder(lane.name())
        .taskQueue(lane.name() + "-tq")
        .trigger(Trigger.byHand())
        .rules(
            Rule.always(
                Node.task("charge", "lane.charge")
                    .timeouts(Timeouts.startToClose(Duration.ofSeconds(3)))
                    .build()))
        .build();
  }
}
