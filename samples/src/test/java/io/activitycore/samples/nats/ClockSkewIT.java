package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.HumanTasks;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.nats.NatsBroker;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import io.nats.client.api.MessageInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts on one store, the clock of one ten minutes ahead, of the other ten minutes behind. */
class ClockSkewIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration SKEW = Duration.ofMinutes(10);
  private static final int EVENTS = 40;
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private final List<String> work = Collections.synchronizedList(new ArrayList<>());
  private final Lane lane = Lane.create("clock", Servers.temporal(), Servers.nats());
  private final WorkflowServiceStubs stubs = lane.stubs();
  private final WorkflowClient client = lane.client(stubs);
  private final Jet jet;
  private final PostgresLane postgres = new PostgresLane(lane, Servers.postgres());
  private final NatsBroker oneBroker = lane.broker();
  private final NatsBroker otherBroker = lane.broker();
  private final ActivityCore ahead = core(oneBroker, SKEW);
  private final ActivityCore behind = core(otherBroker, SKEW.negated());

  ClockSkewIT() throws Exception {
    this.jet = new Jet(lane.nats());
  }

  @BeforeEach
  void start() {
    ahead.start();
  }

  @AfterEach
  void close() throws Exception {
    ahead.close();
    behind.close();
    oneBroker.close();
    otherBroker.close();
    postgres.drop();
    postgres.close();
    jet.close();
    stubs.shutdownNow();
  }

  private ActivityCore core(NatsBroker broker, Duration skew) {
    return ActivityCore.builder(client)
        .definitions(
            Definitions.of(
                lane.definition(),
                definition("asks", "{ id: review, human: { assignees: [ann], due: 1h } }"),
                definition("gives-up", "{ id: review, human: { assignees: [ann], due: 2s } }"),
                definition("replies", "{ id: ask, task: lane.ask }")))
        .store(postgres.store())
        .broker(broker)
        .clock(Clock.offset(Clock.systemUTC(), skew))
        .replySecrets(SECRET)
        .task(
            "lane.work",
            (input, context) -> {
              work.add(context.taskInstanceId());
              return input;
            })
        .task(
            "lane.ask",
            (input, context) ->
                Pending.request(lane.name() + ".wanted", input)
                    .within(Duration.ofMinutes(5))
                    .toJson())
        .build();
  }

  private ActivityDefinition definition(String name, String node) {
    String text =
        """
        id: %s-%s
        task_queue: %s-tq
        trigger: { event: { type: %s } }
        graph: { nodes: [ %s ], edges: [ { to: %s, type: start } ] }
        """
            .formatted(
                lane.name(),
                name,
                lane.name(),
                type(name),
                node,
                node.contains("review") ? "review" : "ask");
    return DefinitionReader.read(name + ".yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private String type(String name) {
    return lane.name() + "." + name;
  }

  private void send(String id, String type, Map<String, JsonNode> extensions) {
    EventEnvelope event =
        new EventEnvelope(
            id,
            type,
            "urn:test",
            Instant.now(),
            null,
            null,
            null,
            JsonNodeFactory.instance
                .objectNode()
                .set("result", JsonNodeFactory.instance.objectNode().put("n", 1)),
            extensions);
    jet.publish(lane.inSubject(), EnvelopeJson.write(event));
  }

  private RunRecord ended(String activity, String event) {
    return await()
        .atMost(LONGEST)
        .until(
            () -> behind.run(lane.name() + activity, event),
            run -> run.map(RunRecord::outcome).isPresent())
        .orElseThrow();
  }

  @Test
  void eachEventRunsOnceAndEachEventOutIsPublishedOnce() {
    behind.start();
    for (int n = 1; n <= EVENTS; n++) {
      jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + n, n)));
    }
    await()
        .atMost(LONGEST)
        .until(() -> postgres.number("count(*)", "ending WHERE outcome = 'COMPLETED'") == EVENTS);
    await()
        .atMost(LONGEST)
        .until(() -> postgres.number("count(*)", "outbox WHERE published_at IS NULL") == 0);

    assertThat(work).hasSize(2 * EVENTS).doesNotHaveDuplicates();
    assertThat(postgres.number("count(*)", "outbox")).isEqualTo(6 * EVENTS);
    assertThat(postgres.number("max(attempts)", "outbox"))
        .as("claims of an event out; a lease by a host's clock would end over and over")
        .isLessThanOrEqualTo(2);
    assertThat(
            postgres.number(
                "count(*)",
                "ledger WHERE expires_at BETWEEN now() + interval '400 days' - interval '2 minutes'"
                    + " AND now() + interval '400 days'"))
        .as("keys that expire by the database's clock")
        .isEqualTo(EVENTS);

    jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-1", 1)));
    await().atMost(LONGEST).until(() -> behind.explain("evt-1").decisions().size() == 2);
    assertThat(behind.explain("evt-1").decisions().get(1).kind())
        .isEqualTo(Decision.Kind.DUPLICATE);
  }

  @Test
  void aPersonHasTheTimeThatWasGivenWhicheverHostIsAsked() {
    behind.start();
    send("asks", type("asks"), Map.of());
    send("gives-up", type("gives-up"), Map.of());
    Instant begun = Instant.now();
    HumanTask asked =
        await()
            .atMost(LONGEST)
            .until(
                () ->
                    ahead
                        .humanTasks()
                        .search(HumanTasks.Search.any().withActivity(lane.name() + "-asks"))
                        .stream()
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(asked.due())
        .as("an hour from now, by nobody's clock but Temporal's")
        .isBetween(begun.plus(Duration.ofMinutes(58)), begun.plus(Duration.ofMinutes(62)));

    behind.humanTasks().claim(asked.id(), "ann", List.of());
    ahead
        .humanTasks()
        .complete(asked.id(), "ann", List.of(), JsonNodeFactory.instance.objectNode());
    assertThat(ended("-asks", "asks").outcome()).isEqualTo(RunOutcome.COMPLETED);

    RunRecord givenUp = ended("-gives-up", "gives-up");
    assertThat(givenUp.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(String.valueOf(givenUp.audit())).contains("no answer until");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(SKEW.dividedBy(2));
  }

  @Test
  void aReplyInTimeCountsOnAHostWhoseClockIsPastItsDeadline() {
    send("replies", type("replies"), Map.of());
    JsonNode token =
        await()
            .atMost(LONGEST)
            .ignoreExceptions() // there is no stream before the first event out
            .until(this::token, Optional::isPresent)
            .orElseThrow();
    send("reply", type("done"), Map.of(Pending.TOKEN, token));

    assertThat(ended("-replies", "replies").outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(behind.explain("reply").decisions())
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.REPLIED);
  }

  private Optional<JsonNode> token() {
    ObjectMapper mapper = new ObjectMapper();
    for (MessageInfo message : jet.messages(lane.stream("out"))) {
      try {
        JsonNode event = mapper.readTree(message.getData());
        if (event.has(Pending.TOKEN)) {
          return Optional.of(event.get(Pending.TOKEN));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }
}
