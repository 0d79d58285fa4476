package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.run.HumanTaskException;
import io.activitycore.run.HumanTaskException.Code;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HumanTasksTest {

  private static final String TENANT = "tenant";
  private static final int PEOPLE = 10;
  private static final List<String> NO_GROUP = List.of();
  private static final JsonNode APPROVED = json("{'approved': true}");

  private final Store store = InMemoryStore.create();
  private final List<Wait> told = new ArrayList<>();
  private final HumanTasks tasks = new HumanTasks(TENANT, store, told::add);
  private final ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void ask(int number, String id) {
    Wait wait =
        new Wait(id, Wait.Kind.HUMAN, TENANT, "w", id, Instant.EPOCH, null, null, null, null);
    HumanTask task =
        new HumanTask(
            id,
            TENANT,
            "a",
            "w",
            id,
            List.of("ann"),
            List.of("risk"),
            json("{'type': 'object', 'properties': {'approved': {'type': 'boolean'}}}"),
            3,
            Instant.EPOCH,
            null,
            Status.OPEN,
            null,
            null,
            null,
            1);
    write(
        new Journal(
            new RunKey(TENANT, "a", "e"),
            "run",
            number,
            List.of(),
            List.of(wait),
            List.of(task),
            List.of(),
            List.of()));
  }

  private void write(Journal journal) {
    assertThat(store.runs().journal(List.of(journal))).hasSize(1);
  }

  private static void assertRefused(Code code, ThrowingCallable wish) {
    assertThatThrownBy(wish)
        .asInstanceOf(type(HumanTaskException.class))
        .extracting(HumanTaskException::code)
        .isEqualTo(code);
  }

  @Test
  void a_task_goes_from_hand_to_hand_until_it_is_decided() {
    ask(1, "t");

    assertThat(tasks.claim("t", "zoe", List.of("risk")).claimedBy()).isEqualTo("zoe");
    assertThat(tasks.release("t", "zoe").claimedBy()).isNull();
    assertThat(tasks.delegate("t", "ann", "bob").claimedBy()).isEqualTo("bob");
    assertRefused(Code.CLAIMED_BY_ANOTHER, () -> tasks.complete("t", "ann", NO_GROUP, APPROVED));
    assertThat(tasks.complete("t", "bob", NO_GROUP, APPROVED).status()).isEqualTo(Status.COMPLETED);

    assertThat(tasks.find("t").orElseThrow().completedBy()).isEqualTo("bob");
    assertThat(store.waits().find(TENANT, "t").orElseThrow().settlement())
        .isEqualTo(json("{'result': {'by': 'bob', 'outcome': {'approved': true}}}"));
    assertThat(told).extracting(Wait::id).containsExactly("t");
    assertRefused(Code.ALREADY_COMPLETED, () -> tasks.complete("t", "bob", NO_GROUP, APPROVED));
    assertThat(told).hasSize(1);
  }

  @Test
  void what_is_refused_changes_nothing() {
    ask(1, "t");
    HumanTask before = tasks.find("t").orElseThrow();

    assertRefused(Code.NOT_FOUND, () -> tasks.claim("nope", "ann", NO_GROUP));
    assertRefused(Code.NOT_ALLOWED, () -> tasks.claim("t", "zoe", NO_GROUP));
    assertThatThrownBy(() -> tasks.complete("t", "ann", NO_GROUP, json("{'approved': 'perhaps'}")))
        .isInstanceOf(HumanTaskException.class)
        .hasMessage(
            "human task t: the outcome does not fit the form at /approved: string found, boolean"
                + " expected");
    assertThatThrownBy(() -> tasks.claim("t", " ", NO_GROUP))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(tasks.find("t")).contains(before);
    assertThat(told).isEmpty();
    HumanTasks others = new HumanTasks("other", store, told::add);
    assertRefused(Code.NOT_FOUND, () -> others.claim("t", "ann", NO_GROUP));
  }

  @Test
  void a_task_that_the_run_gave_up_is_closed() {
    ask(1, "t");
    write(
        new Journal(
            new RunKey(TENANT, "a", "e"),
            "run",
            2,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("t")));

    assertRefused(Code.CLOSED, () -> tasks.complete("t", "ann", NO_GROUP, APPROVED));
    assertThat(told).isEmpty();
  }

  @Test
  void an_answer_counts_even_when_the_run_cannot_be_told_yet() {
    ask(1, "t");
    HumanTasks cutOff =
        new HumanTasks(
            TENANT,
            store,
            wait -> {
              throw new IllegalStateException("no Temporal");
            });

    assertThat(cutOff.complete("t", "ann", NO_GROUP, APPROVED).status())
        .isEqualTo(Status.COMPLETED);
    assertThat(store.waits().undelivered(10, Duration.ZERO)).hasSize(1);
  }

  @Test
  void tasks_are_found_by_person_group_activity_and_state() {
    ask(1, "t");
    ask(2, "u");
    tasks.claim("u", "zoe", List.of("risk"));
    HumanTasks.Search any = HumanTasks.Search.any();

    assertThat(ids(any)).containsExactly("t", "u");
    assertThat(ids(any.withAssignee("zoe"))).containsExactly("u");
    assertThat(ids(any.withGroup("risk").withStatus(Status.OPEN))).containsExactly("t");
    assertThat(ids(any.withActivity("a").withLimit(1))).containsExactly("t");
    assertThat(ids(any.withActivity("b"))).isEmpty();
    assertThatThrownBy(() -> any.withLimit(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> ids(HumanTasks.Search search) {
    return tasks.search(search).stream().map(HumanTask::id).toList();
  }

  @Test
  void of_ten_who_claim_a_task_at_once_one_gets_it() throws Exception {
    for (int round = 1; round <= 50; round++) {
      String id = "t" + round;
      ask(round, id);

      List<String> outcomes =
          atOnce(person -> tasks.claim(id, person, List.of("risk")).claimedBy());

      String owner = String.valueOf(tasks.find(id).orElseThrow().claimedBy());
      assertThat(outcomes).filteredOn(owner::equals).as("round %d", round).hasSize(1);
      assertThat(outcomes).filteredOn("CLAIMED_BY_ANOTHER"::equals).hasSize(PEOPLE - 1);
      assertThat(tasks.find(id).orElseThrow().revision()).isEqualTo(2);
    }
  }

  @Test
  void of_ten_who_decide_a_task_at_once_one_does() throws Exception {
    ask(1, "t");

    List<String> outcomes =
        atOnce(person -> tasks.complete("t", person, List.of("risk"), APPROVED).completedBy());

    assertThat(outcomes).filteredOn("ALREADY_COMPLETED"::equals).hasSize(PEOPLE - 1);
    assertThat(told).hasSize(1);
  }

  /** What each of ten people gets: an answer, or the code of a refusal. */
  private List<String> atOnce(Function<String, String> wish) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<String>> answers =
        IntStream.range(0, PEOPLE)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          go.await();
                          try {
                            return wish.apply("person-" + i);
                          } catch (HumanTaskException e) {
                            return e.code().name();
                          }
                        }))
            .toList();
    go.countDown();
    List<String> outcomes = new ArrayList<>();
    for (Future<String> answer : answers) {
      outcomes.add(answer.get());
    }
    return outcomes;
  }
}
