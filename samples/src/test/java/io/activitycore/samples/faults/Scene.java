package io.activitycore.samples.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.handler.TaskFunction;
import io.activitycore.intake.IntakeRules;
import io.activitycore.intake.Proof;
import io.activitycore.intake.Trust;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What all hosts of one test have in common: definitions and rules for what comes in.
 *
 * @param lane a name that is nobody else's; names of activities, types and destinations begin with
 *     it
 */
record Scene(String lane) {

  /** Whose events need no proof. */
  static final String PLAIN = "urn:plain";

  /** Whose events are signed. */
  static final String SIGNED = "urn:signed";

  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  static Scene create() {
    return new Scene("faults-" + Long.toString(System.nanoTime(), 36));
  }

  /** Takes all orders, plain or signed. */
  String all() {
    return lane + "-all";
  }

  /** Takes the plain orders of one country. */
  String german() {
    return lane + "-german";
  }

  /** Is disabled and keeps its events. */
  String parked() {
    return lane + "-parked";
  }

  String order() {
    return lane + ".order";
  }

  String signedOrder() {
    return lane + ".signed";
  }

  String kept() {
    return lane + ".kept";
  }

  ActivityCore core(WorkflowClient client, Store store, Broker broker, TaskFunction work) {
    // Not every broker says when it stored an event: it may have waited long.
    return core(client, store, broker, work, Duration.ofHours(1));
  }

  /**
   * The same, but stricter.
   *
   * @param tolerance how far a signature's time may be off
   */
  ActivityCore core(
      WorkflowClient client, Store store, Broker broker, TaskFunction work, Duration tolerance) {
    return ActivityCore.builder(client)
        .definitions(
            Definitions.of(
                definition(all(), EventTrigger.of(order(), signedOrder())).build(),
                definition(german(), EventTrigger.of(order()).withFilters(germany())).build(),
                definition(parked(), EventTrigger.of(kept()).parkedWhenDisabled())
                    .enabled(false)
                    .build()))
        .intake(
            IntakeRules.DEFAULT.withTrust(
                Trust.NOBODY
                    .with(PLAIN, new Proof.None())
                    .with(SIGNED, new Proof.Hmac(List.of(SECRET), tolerance), signedOrder())))
        .store(store)
        .broker(broker)
        .task("faults.work", work)
        .build();
  }

  private ActivityDefinition.Builder definition(String id, EventTrigger trigger) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("n", "{{ payload.n }}");
    // What was in work when its host died is tried again soon.
    return ActivityDefinition.builder(id)
        .taskQueue(lane + "-tq")
        .trigger(Trigger.event(trigger))
        .rules(
            Rule.always(
                Node.task("only", "faults.work")
                    .input(input)
                    .retry(Retry.attempts(50))
                    .timeouts(Timeouts.startToClose(Duration.ofSeconds(3)))
                    .build()));
  }

  private static ObjectNode germany() {
    return JsonNodeFactory.instance.objectNode().put("country", "DE");
  }
}
