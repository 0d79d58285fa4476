package io.activitycore.engine.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.HumanTaskStore.Query;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Journaled;
import io.activitycore.spi.RunStore.Reassignment;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryWaitsTest {

  private static final String TENANT = "tenant";
  private static final RunKey KEY = new RunKey(TENANT, "a", "e-1");
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final JsonNode ANSWER = JsonNodeFactory.instance.objectNode().put("result", "yes");

  private Instant now = START;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  private final MemoryStore store = new MemoryStore(clock);

  private static Wait wait(String id, Wait.Kind kind, @Nullable String type) {
    return new Wait(id, kind, TENANT, "w", id, START, null, type, null, null);
  }

  private static Wait reply(String id) {
    return wait(id, Wait.Kind.REPLY, null);
  }

  private static HumanTask task(String id, int priority, @Nullable Instant due) {
    return new HumanTask(
        id,
        TENANT,
        "a",
        "w",
        "n",
        List.of("ann"),
        List.of("risk"),
        null,
        priority,
        START,
        due,
        HumanTask.Status.OPEN,
        null,
        null,
        null,
        1);
  }

  private static HumanTask changed(HumanTask task, HumanTask.Status status, String by) {
    boolean done = status == HumanTask.Status.COMPLETED;
    return new HumanTask(
        task.id(),
        task.tenant(),
        task.activityId(),
        task.workflowId(),
        task.node(),
        task.assignees(),
        task.groups(),
        task.form(),
        task.priority(),
        task.createdAt(),
        task.due(),
        status,
        by,
        done ? by : null,
        done ? JsonNodeFactory.instance.textNode("approved") : null,
        task.revision() + 1);
  }

  private static EventEnvelope event(String id, String type) {
    return new EventEnvelope(
        id, type, "s", START, null, null, null, JsonNodeFactory.instance.objectNode(), Map.of());
  }

  private Journaled write(Journal journal) {
    return store.runs().journal(List.of(journal)).get(0);
  }

  private Journaled open(int number, Wait... waits) {
    return write(
        new Journal(
            KEY, "run-1", number, List.of(), List.of(waits), List.of(), List.of(), List.of()));
  }

  private Journaled ask(int number, HumanTask... tasks) {
    List<Wait> waits = new ArrayList<>();
    for (HumanTask task : tasks) {
      waits.add(wait(task.id(), Wait.Kind.HUMAN, null));
    }
    return write(
        new Journal(KEY, "run-1", number, List.of(), waits, List.of(tasks), List.of(), List.of()));
  }

  private Journaled close(int number, String... ids) {
    return write(
        new Journal(
            KEY, "run-1", number, List.of(), List.of(), List.of(), List.of(), List.of(ids)));
  }

  private Acceptance accept(String id, String by) {
    return store.waits().accept(TENANT, id, by, ANSWER);
  }

  private void begin(String firstRunId) {
    store
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    KEY,
                    "w",
                    firstRunId,
                    1,
                    "hash",
                    ANSWER,
                    new Decision(
                        TENANT, "e-1", "a", 1, Decision.Kind.STARTED, "", "w", clock.instant()),
                    List.of())));
  }

  private RunOutcome end(String firstRunId, RunOutcome outcome) {
    return store
        .runs()
        .finish(List.of(new Ending(KEY, firstRunId, outcome, ANSWER, List.of())))
        .get(0);
  }

  private HumanTask human(String id) {
    return store.humanTasks().find(TENANT, id).orElseThrow();
  }

  @Test
  void the_first_answer_counts_and_its_answerer_may_repeat_it() {
    open(1, reply("a"));

    assertThat(accept("a", "r-1")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(accept("a", "r-1")).isEqualTo(Acceptance.REPEATED);
    assertThat(accept("a", "r-2")).isEqualTo(Acceptance.SETTLED);
    assertThat(accept("b", "r-1")).isEqualTo(Acceptance.UNKNOWN);
    assertThat(store.waits().accept("other", "a", "r-1", ANSWER)).isEqualTo(Acceptance.UNKNOWN);
    assertThat(store.waits().find(TENANT, "a").orElseThrow())
        .satisfies(
            row -> {
              assertThat(row.settlement()).isEqualTo(ANSWER);
              assertThat(row.by()).isEqualTo("r-1");
              assertThat(row.closed()).isFalse();
            });
    assertThat(store.waits().find("other", "a")).isEmpty();
  }

  @Test
  void a_type_may_be_awaited_as_long_as_a_wait_for_it_is_open() {
    assertThat(store.waits().mayBeAwaited(TENANT, "paid")).isFalse();
    open(1, wait("a", Wait.Kind.EVENT, "paid"), wait("b", Wait.Kind.EVENT, "paid"));

    close(2, "a");
    assertThat(store.waits().mayBeAwaited(TENANT, "paid")).isTrue();
    assertThat(store.waits().mayBeAwaited("other", "paid")).isFalse();
    close(3, "b");
    assertThat(store.waits().mayBeAwaited(TENANT, "paid")).isFalse();
  }

  @Test
  void a_closed_wait_takes_no_answer() {
    open(1, reply("a"));

    assertThat(close(2, "a").answered()).isEmpty();
    assertThat(accept("a", "r-1")).isEqualTo(Acceptance.CLOSED);
    assertThat(store.waits().find(TENANT, "a").orElseThrow().closed()).isTrue();
  }

  @Test
  void a_close_that_comes_after_the_answer_gets_it_and_need_not_be_told_again() {
    open(1, reply("a"), reply("b"));
    accept("a", "r-1");

    assertThat(close(2, "a", "b", "never-opened").answered()).isEqualTo(Map.of("a", ANSWER));
    assertThat(store.waits().undelivered(10, Duration.ZERO)).isEmpty();
  }

  @Test
  void a_journal_entry_is_written_once() {
    Journal entry =
        new Journal(
            KEY,
            "run-1",
            1,
            List.of(event("out-1", "t")),
            List.of(reply("a")),
            List.of(),
            List.of(),
            List.of());
    write(entry);
    accept("a", "r-1");
    Journaled first = close(2, "a");

    write(entry);

    assertThat(close(2, "a")).isEqualTo(first);
    assertThat(accept("a", "r-1")).isEqualTo(Acceptance.REPEATED);
    assertThat(store.outbox().claim(10, HOUR)).hasSize(1);
  }

  @Test
  void an_answer_is_given_out_until_it_is_delivered() {
    open(1, reply("a"), reply("b"), reply("c"));
    accept("b", "r-1");
    now = now.plusSeconds(30);
    accept("a", "r-2");

    assertThat(store.waits().undelivered(10, Duration.ofSeconds(10)))
        .extracting(row -> row.awaited().id())
        .containsExactly("b");
    now = now.plusSeconds(30);
    assertThat(store.waits().undelivered(10, Duration.ofSeconds(10)))
        .extracting(row -> row.awaited().id())
        .containsExactly("b", "a");
    assertThat(store.waits().undelivered(1, Duration.ofSeconds(10))).hasSize(1);
    store.waits().delivered(TENANT, "b");
    store.waits().delivered(TENANT, "a");
    assertThat(store.waits().undelivered(10, Duration.ZERO)).isEmpty();
  }

  @Test
  void an_event_is_offered_to_the_open_waits_for_its_type_oldest_first() {
    Wait older =
        new Wait(
            "z", Wait.Kind.EVENT, TENANT, "w", "z", START.minusSeconds(1), null, "t", "true", null);
    open(1, wait("b", Wait.Kind.EVENT, "t"), wait("a", Wait.Kind.EVENT, "t"), older);
    open(2, wait("u", Wait.Kind.EVENT, "other"), reply("r"));

    assertThat(store.waits().offer(TENANT, event("x-1", "t"), HOUR))
        .extracting(Wait::id)
        .containsExactly("z", "a", "b");
    accept("a", "x-1");
    close(3, "b");
    assertThat(store.waits().offer(TENANT, event("x-1", "t"), HOUR))
        .extracting(Wait::id)
        .containsExactly("z");
    assertThat(store.waits().offer("elsewhere", event("x-1", "t"), HOUR)).isEmpty();
  }

  @Test
  void a_wait_finds_the_events_that_came_since_its_run_began_while_they_are_kept() {
    store.waits().offer(TENANT, event("before", "t"), HOUR);
    now = now.plus(Duration.ofMinutes(5));
    begin("run-1");
    now = now.plus(Duration.ofMinutes(1));
    store.waits().offer(TENANT, event("x-1", "t"), Duration.ofMinutes(10));
    store.waits().offer(TENANT, event("x-2", "t"), HOUR);
    store.waits().offer(TENANT, event("x-2", "t"), HOUR);
    store.waits().offer(TENANT, event("x-3", "other"), HOUR);

    assertThat(open(1, wait("a", Wait.Kind.EVENT, "t"), reply("b")).earlier())
        .isEqualTo(Map.of("a", List.of(event("x-1", "t"), event("x-2", "t"))));
    now = now.plus(Duration.ofMinutes(30));
    assertThat(open(2, wait("c", Wait.Kind.EVENT, "t")).earlier())
        .isEqualTo(Map.of("c", List.of(event("x-2", "t"))));
  }

  @Test
  void human_tasks_are_found_most_urgent_first() {
    ask(
        1,
        task("late", 3, START.plusSeconds(20)),
        task("never", 3, null),
        task("soon", 3, START.plusSeconds(10)),
        task("first", 1, null));

    assertThat(store.humanTasks().search(new Query(TENANT, "ann", null, null, null, 10)))
        .extracting(HumanTask::id)
        .containsExactly("first", "soon", "late", "never");
    assertThat(store.humanTasks().search(new Query(TENANT, null, "risk", "a", null, 2))).hasSize(2);
    assertThat(store.humanTasks().search(new Query(TENANT, "bob", null, null, null, 10))).isEmpty();
    assertThat(store.humanTasks().search(new Query(TENANT, null, "it", null, null, 10))).isEmpty();
    assertThat(store.humanTasks().search(new Query(TENANT, null, null, "b", null, 10))).isEmpty();
    assertThat(store.humanTasks().search(new Query("other", null, null, null, null, 10))).isEmpty();
    assertThat(
            store
                .humanTasks()
                .search(new Query(TENANT, null, null, null, HumanTask.Status.CLAIMED, 10)))
        .isEmpty();
  }

  @Test
  void whoever_claimed_a_task_finds_it_among_their_own() {
    ask(1, task("a", 3, null));

    store.humanTasks().replace(changed(human("a"), HumanTask.Status.CLAIMED, "carl"));

    assertThat(store.humanTasks().search(new Query(TENANT, "carl", null, null, null, 10)))
        .extracting(HumanTask::id)
        .containsExactly("a");
  }

  @Test
  void a_task_is_replaced_by_its_next_revision_only() {
    ask(1, task("a", 3, null));
    HumanTask read = human("a");

    assertThat(store.humanTasks().replace(changed(read, HumanTask.Status.CLAIMED, "ann"))).isTrue();
    assertThat(store.humanTasks().replace(changed(read, HumanTask.Status.CLAIMED, "bob")))
        .isFalse();
    assertThat(human("a").claimedBy()).isEqualTo("ann");
    assertThat(store.humanTasks().replace(task("unknown", 3, null))).isFalse();
  }

  @Test
  void a_decided_task_settles_its_wait() {
    ask(1, task("a", 3, null));

    assertThat(store.humanTasks().replace(changed(human("a"), HumanTask.Status.COMPLETED, "ann")))
        .isTrue();

    JsonNode settlement = store.waits().find(TENANT, "a").orElseThrow().settlement();
    assertThat(settlement).hasToString("{\"result\":{\"by\":\"ann\",\"outcome\":\"approved\"}}");
    assertThat(store.waits().undelivered(1, Duration.ZERO)).hasSize(1);
    assertThat(store.humanTasks().replace(changed(human("a"), HumanTask.Status.COMPLETED, "bob")))
        .isFalse();
    assertThat(close(2, "a").answered()).isEqualTo(Map.of("a", settlement));
    assertThat(human("a").status()).isEqualTo(HumanTask.Status.COMPLETED);
  }

  @Test
  void a_task_is_closed_with_its_wait() {
    ask(1, task("a", 3, null));
    HumanTask read = human("a");

    close(2, "a");

    assertThat(human("a").status()).isEqualTo(HumanTask.Status.CLOSED);
    assertThat(store.humanTasks().replace(changed(read, HumanTask.Status.COMPLETED, "ann")))
        .isFalse();
    assertThat(store.humanTasks().replace(changed(human("a"), HumanTask.Status.OPEN, "ann")))
        .isFalse();
    assertThat(store.waits().find(TENANT, "a").orElseThrow().settlement()).isNull();
  }

  @Test
  void more_people_may_do_a_task_after_a_reassignment() {
    ask(1, task("a", 3, null), task("b", 3, null));
    close(2, "b");
    List<Reassignment> more =
        List.of(
            new Reassignment("a", List.of("ann", "bob"), List.of("heads")),
            new Reassignment("b", List.of("bob"), List.of()));

    write(new Journal(KEY, "run-1", 3, List.of(), List.of(), List.of(), more, List.of()));

    assertThat(human("a").assignees()).containsExactly("ann", "bob");
    assertThat(human("a").groups()).containsExactly("risk", "heads");
    assertThat(human("a").revision()).isEqualTo(2);
    assertThat(human("b").assignees()).containsExactly("ann");
  }

  @Test
  void a_run_that_ends_waits_for_nothing_more() {
    begin("run-1");
    open(1, reply("r"), reply("answered"), wait("e", Wait.Kind.EVENT, "t"));
    ask(2, task("h", 3, null));
    accept("answered", "r-1");

    end("run-1", RunOutcome.TERMINATED);

    assertThat(accept("r", "r-2")).isEqualTo(Acceptance.CLOSED);
    assertThat(accept("answered", "r-1")).isEqualTo(Acceptance.REPEATED);
    assertThat(store.waits().offer(TENANT, event("x-1", "t"), HOUR)).isEmpty();
    assertThat(store.waits().undelivered(10, Duration.ZERO)).isEmpty();
    assertThat(human("h").status()).isEqualTo(HumanTask.Status.CLOSED);
    open(3, reply("too-late"));
    assertThat(accept("too-late", "r-3")).isEqualTo(Acceptance.UNKNOWN);
  }

  @Test
  void the_end_and_the_journal_of_another_execution_do_not_count() {
    begin("run-1");
    open(1, reply("a"));

    assertThat(end("run-0", RunOutcome.FAILED)).isEqualTo(RunOutcome.FAILED);
    write(new Journal(KEY, "run-0", 2, List.of(), List.of(), List.of(), List.of(), List.of("a")));
    assertThat(accept("a", "r-1")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(store.runs().find(KEY).orElseThrow().outcome()).isNull();

    assertThat(end("run-1", RunOutcome.COMPLETED)).isEqualTo(RunOutcome.COMPLETED);
    assertThat(end("run-0", RunOutcome.FAILED)).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void what_is_asked_again_begins_anew() {
    ask(1, task("a", 3, null));
    HumanTask before = human("a");
    close(2, "a");

    ask(3, task("a", 3, null));

    assertThat(human("a").status()).isEqualTo(HumanTask.Status.OPEN);
    assertThat(store.humanTasks().replace(changed(before, HumanTask.Status.CLAIMED, "ann")))
        .isFalse();
    assertThat(store.humanTasks().replace(changed(human("a"), HumanTask.Status.COMPLETED, "ann")))
        .isTrue();
  }

  @Test
  void of_answers_and_a_close_that_race_exactly_one_wins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 1; round <= 200; round++) {
        String id = "a-" + round;
        int number = 2 * round;
        open(number, reply(id));
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Acceptance>> answers =
            IntStream.range(0, 3)
                .mapToObj(
                    i ->
                        threads.submit(
                            () -> {
                              go.await();
                              return accept(id, "r-" + i);
                            }))
                .toList();
        Future<Journaled> close =
            threads.submit(
                () -> {
                  go.await();
                  return close(number + 1, id);
                });
        go.countDown();
        int accepted = 0;
        for (Future<Acceptance> answer : answers) {
          accepted += answer.get() == Acceptance.ACCEPTED ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(close.get().answered().size()).isLessThan(2);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
