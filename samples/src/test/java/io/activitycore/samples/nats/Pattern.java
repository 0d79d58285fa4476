package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import java.util.Locale;

/**
 * A definition for each pattern, one activity each. A task is written {@code work|hold|}: see
 * {@link Effects#work}.
 */
enum Pattern {
  SEQUENCE(
      """
      graph:
        nodes:
          - { id: one, work|no| }
          - { id: two, work|before| }
          - { id: three, work|no| }
        edges:
          - { to: one, type: start }
          - { from: one, to: two }
          - { from: two, to: three }
      """),
  PARALLEL(
      """
      graph:
        nodes:
          - { id: one, work|no| }
          - { id: a, work|no| }
          - { id: b, work|before| }
          - { id: c, work|after| }
          - { id: join, work|no| }
        edges:
          - { to: one, type: start }
          - { from: one, to: a, type: parallel }
          - { from: one, to: b, type: parallel }
          - { from: one, to: c, type: parallel }
          - { from: a, to: join }
          - { from: b, to: join }
          - { from: c, to: join }
      """),
  FOR_EACH(
      """
      graph:
        nodes:
          - { id: each, for_each: payload.items, as: item, max_concurrency: 2,
              work|{{ item > 2 ? 'before' : 'no' }}| }
          - { id: after, work|{{ each.map(e, e.hold) }}| }
        edges:
          - { to: each, type: start }
          - { from: each, to: after }
      """),
  SAGA(
      """
      graph:
        nodes:
          - { id: one, work|no|,
              compensate: { task: lane.work, input: { hold: after }, timeouts: { start_to_close: 4s } } }
          - { id: two, work|no|, compensate: { task: lane.work } }
          - { id: three, task: lane.fail }
        edges:
          - { to: one, type: start }
          - { from: one, to: two }
          - { from: two, to: three }
      """),
  CANCELLED(
      """
      graph:
        nodes:
          - { id: one, work|no|, compensate: { task: lane.work } }
          - { id: two, work|no|, compensate: { task: lane.work } }
        edges:
          - { to: one, type: start }
          - { from: one, to: two }
      """),
  WAIT(
      """
      graph:
        nodes:
          - { id: one, work|no| }
          - { id: pause, wait: { for: 12s } }
          - { id: two, work|no| }
        edges:
          - { to: one, type: start }
          - { from: one, to: pause }
          - { from: pause, to: two }
      """),
  HUMAN(
      """
      graph:
        nodes:
          - { id: one, work|no| }
          - { id: review, human: { assignees: [ann], due: 1d } }
          - { id: two, work|{{ review.outcome }}| }
        edges:
          - { to: one, type: start }
          - { from: one, to: review }
          - { from: review, to: two }
      """),
  REPLY(
      """
      graph:
        nodes:
          - { id: ask, task: lane.ask, input: { type: LANE.wanted, within: PT1H } }
          - { id: two, work|{{ ask }}| }
        edges:
          - { to: ask, type: start }
          - { from: ask, to: two }
      """),
  LATE(
      """
      graph:
        nodes:
          - id: ask
            task: lane.ask
            input: { type: LANE.wanted, within: PT2S }
            on_error: { route: late }
          - { id: two, work|no| }
          - { id: late, work|{{ errors.ask.type }}| }
        edges:
          - { to: ask, type: start }
          - { from: ask, to: two }
      """),
  EVENT(
      """
      graph:
        nodes:
          - { id: one, work|no| }
          - id: paid
            wait_for_event: { type: LANE.paid, correlate: payload.order == one.hold, timeout: 1h }
          - { id: two, work|{{ paid.payload.amount }}| }
        edges:
          - { to: one, type: start }
          - { from: one, to: paid }
          - { from: paid, to: two }
      """),
  CHILD(
      """
      graph:
        nodes:
          - { id: child, run: { activity: LANE-sequence } }
          - { id: two, work|{{ child.outcome }}| }
        edges:
          - { to: child, type: start }
          - { from: child, to: two }
      """),
  SIGNAL(
      """
      graph:
        nodes:
          - { id: before, set: { n: "{{ has(run.state.count) ? run.state.count.hold : 'before' }}" } }
          - { id: count, work|{{ before.n + payload.x }}| }
        edges:
          - { to: before, type: start }
          - { from: before, to: count }
      """);

  private static final String TASK =
      "task: lane.work, input: { hold: \"$1\" }, timeouts: { start_to_close: 4s },"
          + " retry: { initial_interval: 1s, maximum_attempts: 9 }";

  private final String graph;

  Pattern(String graph) {
    this.graph = graph;
  }

  String activity(Lane lane) {
    return lane.name() + '-' + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String type(Lane lane) {
    return lane.type() + '.' + name().toLowerCase(Locale.ROOT);
  }

  /** The workflow id of the run of {@link #event}; of a long-lived run, what its tasks go by. */
  String workflowId(Lane lane) {
    return "activity-" + activity(lane) + ":" + event(lane);
  }

  /** The event that starts it. */
  String event(Lane lane) {
    return activity(lane) + "-evt";
  }

  ActivityDefinition definition(Lane lane) {
    String more =
        this == SIGNAL
            ? ", mode: signal, correlate: payload.key, complete_when: payload.last == true"
            : "";
    String text =
        "id: %s\ntask_queue: %s-tq\ntrigger: { event: { type: %s%s } }\n"
                .formatted(activity(lane), lane.name(), type(lane), more)
            + graph.replaceAll("work\\|(.*?)\\|", TASK).replace("LANE", lane.name());
    return DefinitionReader.read(name() + ".yaml", text.getBytes(UTF_8)).orThrow();
  }
}
