package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.HumanTask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs of every kind of node and edge, to be recorded and replayed. */
enum RecordedRuns {
  /**
   * All edges: both branches, parallel, always, a join, a dead path; set, emit, a timer, an end.
   */
  EDGES(
      """
      graph:
        nodes:
          - { id: start, set: { n: "{{ payload.n }}" } }
          - { id: large, condition: start.n > 5 }
          - { id: yes, task: first }
          - { id: no, task: first }
          - { id: one, task: second, input: { of: "{{ yes.id }}" } }
          - { id: two, task: second }
          - { id: joined, wait: { for: "{{ '1s' }}" } }
          - { id: told, emit: { type: told, payload: { n: "{{ start.n }}" } } }
          - { id: cleaned, task: second }
          - { id: over, end: { outcome: completed, reason: "{{ 'n was ' + string(start.n) }}" } }
        edges:
          - { to: start, type: start }
          - { from: start, to: large }
          - { from: large, to: yes, type: true_branch }
          - { from: large, to: no, type: false_branch }
          - { from: yes, to: one, type: parallel }
          - { from: yes, to: two, type: parallel }
          - { from: one, to: joined }
          - { from: two, to: joined }
          - { from: no, to: joined }
          - { from: joined, to: told }
          - { from: told, to: cleaned, type: always }
          - { from: cleaned, to: over }
      """),
  /** A failure that is routed, one that is continued, and one that ends the run. */
  FAILURES(
      """
      graph:
        nodes:
          - { id: routed, task: fail, retry: { maximum_attempts: 1 }, on_error: { route: next } }
          - { id: skipped, task: first }
          - { id: next, task: fail, retry: { maximum_attempts: 1 }, on_error: continue }
          - { id: ended, task: fail, retry: { maximum_attempts: 1 } }
          - { id: always, task: first }
        edges:
          - { to: routed, type: start }
          - { from: routed, to: skipped }
          - { from: next, to: ended }
          - { from: ended, to: always, type: always }
      """),
  /** A person decides. */
  HUMAN(
      """
      graph:
        nodes:
          - { id: review, human: { assignees: [ann], due: 1d, remind: [1h], escalate: { after: 2h, groups: [boss] } } }
          - { id: after, task: second, input: { said: "{{ review.outcome }}" } }
        edges:
          - { to: review, type: start }
          - { from: review, to: after }
      """) {
    @Override
    void play(ActivityCore core, Bench bench) {
      super.play(core, bench);
      HumanTask task =
          await()
              .atMost(Bench.LONGEST)
              .until(
                  () -> core.humanTasks().search(HumanTasks.Search.any()), list -> !list.isEmpty())
              .get(0);
      core.humanTasks().complete(task.id(), "ann", List.of(), json("'yes'"));
    }
  },
  /** Nobody decides in time. */
  HUMAN_TIMEOUT(
      """
      graph:
        nodes:
          - { id: review, human: { assignees: [ann], due: 2s, remind: [1s] }, on_error: { route: late } }
          - { id: late, task: second, input: { why: "{{ errors.review.type }}" } }
        edges:
          - { to: review, type: start }
      """),
  /** A reply completes a task. */
  REPLY(
      """
      rules: [ { tasks: [ { id: ask, task: ask }, { id: after, task: second, input: { got: "{{ ask.n }}" } } ] } ]
      """) {
    @Override
    void play(ActivityCore core, Bench bench) {
      super.play(core, bench);
      await().atMost(Bench.LONGEST).until(() -> request(bench) != null);
      EventEnvelope request = request(bench);
      core.publish(
          event(
              bench,
              "partner.done",
              "r-1",
              "{'result': {'n': 1}}",
              Map.of(Pending.TOKEN, request.extensions().get(Pending.TOKEN))));
    }
  },
  /** An event settles a node. */
  EVENT(
      """
      graph:
        nodes:
          - { id: paid, wait_for_event: { type: payment, correlate: payload.of == run.id, timeout: 1m } }
          - { id: after, task: second, input: { n: "{{ paid.payload.n }}" } }
        edges:
          - { to: paid, type: start }
          - { from: paid, to: after }
      """) {
    @Override
    void play(ActivityCore core, Bench bench) {
      super.play(core, bench);
      String id = bench.workflowId(id(), "e-1");
      core.publish(event(bench, "payment", "p-1", "{'of': '" + id + "', 'n': 2}", Map.of()));
    }
  },
  /** A run waits for another, and starts a third. */
  CHILD(
      """
      graph:
        nodes:
          - { id: child, run: { activity: "%s", input: { n: 1 } } }
          - { id: other, run: { activity: "%s", wait: false } }
        edges:
          - { to: child, type: start }
          - { from: child, to: other }
      """) {
    @Override
    ActivityDefinition[] definitions(Bench bench) {
      String child = bench.own("grandchild");
      ActivityDefinition second =
          bench
              .activity("grandchild")
              .trigger(Trigger.byHand())
              .rules(Rule.always(Node.task("only", "first").build()))
              .build();
      return new ActivityDefinition[] {bench.yaml(id(), text.formatted(child, child)), second};
    }
  },
  /** A handler is called without a queue. */
  LOCAL(
      """
      rules: [ { tasks: [ { id: near, task: local } ] } ]
      """),
  /** Two events of one key. */
  LONG_LIVED(
      """
      rules: [ { tasks: [ { id: n, task: second, input: { n: "{{ payload.n }}" } } ] } ]
      """) {
    @Override
    ActivityDefinition[] definitions(Bench bench) {
      String head =
          """
          id: %s
          task_queue: %s
          trigger: { event: { type: %s, mode: signal, correlate: payload.key, complete_when: run.state.n.n == 8 } }
          """
              .formatted(bench.own(id()), bench.own("queue"), bench.own("type"));
      byte[] yaml = (head + text).getBytes(StandardCharsets.UTF_8);
      return new ActivityDefinition[] {DefinitionReader.read("long.yaml", yaml).orThrow()};
    }

    @Override
    void play(ActivityCore core, Bench bench) {
      super.play(core, bench);
      bench.broker.send(bench.event("e-2", "{'n': 8, 'key': 'k'}"));
      bench.broker.awaitSettled(Bench.LONGEST);
    }

    @Override
    String workflowId(Bench bench) {
      return "activity-" + bench.own(id()) + ":key-k";
    }
  };

  final String text;

  RecordedRuns(String text) {
    this.text = text;
  }

  /** The activity, and the file. */
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  ActivityDefinition[] definitions(Bench bench) {
    return new ActivityDefinition[] {bench.yaml(id(), text)};
  }

  String workflowId(Bench bench) {
    return bench.workflowId(id(), "e-1");
  }

  /** Starts it and brings what it waits for. */
  void play(ActivityCore core, Bench bench) {
    bench.broker.send(bench.event("e-1", "{'n': 7, 'key': 'k'}"));
    bench.broker.awaitSettled(Bench.LONGEST);
  }

  /** Runs it to its end. */
  void run(Bench bench) {
    ActivityCore core =
        bench.started(
            bench
                .core()
                .replySecrets(
                    "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8))
                .register(new Near())
                .task("first", (input, context) -> json("{'id': 1}"))
                .task("second", (input, context) -> input)
                .task(
                    "ask",
                    (input, context) -> Pending.request("partner.wanted", json("{}")).toJson())
                .task(
                    "fail",
                    (input, context) -> {
                      throw new TaskFailedException("broken", "on purpose");
                    }),
            definitions(bench));
    play(core, bench);
    bench.closed(workflowId(bench));
  }

  /** A local handler. */
  public static final class Near {
    /** Answers at once. */
    @TaskHandler(value = "local", local = true)
    public Map<String, Integer> answer() {
      return Map.of("n", 1);
    }
  }

  static EventEnvelope request(Bench bench) {
    return bench.broker.published().stream()
        .filter(event -> event.type().equals("partner.wanted"))
        .findFirst()
        .orElse(null);
  }

  static EventEnvelope event(
      Bench bench, String type, String id, String payload, Map<String, JsonNode> extensions) {
    EventEnvelope like = bench.event(bench.own(id), payload);
    return new EventEnvelope(
        like.eventId(),
        type,
        like.source(),
        like.occurredAt(),
        null,
        null,
        null,
        like.payload(),
        extensions);
  }
}
