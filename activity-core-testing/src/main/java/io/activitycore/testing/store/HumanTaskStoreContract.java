package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.HumanTaskStore.Query;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Reassignment;
import io.activitycore.spi.WaitStore.Acceptance;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an inbox of people. */
public abstract class HumanTaskStoreContract extends StoreSuite {

  /** For the store's tests. */
  protected HumanTaskStoreContract() {}

  private RunKey asked(HumanTask... tasks) {
    RunKey key = key("e1");
    begin(key, "first");
    int number = 1;
    for (HumanTask task : tasks) {
      ask(key, number++, task);
    }
    return key;
  }

  private HumanTask found(HumanTask task) {
    return store().humanTasks().find(tenant(), task.id()).orElseThrow();
  }

  private static HumanTask changed(
      HumanTask task, Status status, @Nullable String by, @Nullable JsonNode outcome) {
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
        status == Status.COMPLETED ? by : null,
        outcome,
        task.revision() + 1);
  }

  private Query query(@Nullable String assignee, @Nullable String group, @Nullable Status status) {
    return new Query(tenant(), assignee, group, null, status, 100);
  }

  private List<HumanTask> search(Query query) {
    return store().humanTasks().search(query);
  }

  @Test
  @DisplayName("H01 A task is found as it was asked, in its tenant only")
  void asks() {
    HumanTask task = person("a", 3);
    asked(task);
    assertThat(found(task)).isEqualTo(task);
    assertThat(store().humanTasks().find(tenant() + "x", task.id())).isEmpty();
    assertThat(search(query("ann", "risk", Status.OPEN))).containsExactly(task);
  }

  @Test
  @DisplayName("H02 The search gives the most urgent first, at most so many, and what fits")
  void searches() {
    HumanTask late = person("c", 5);
    HumanTask first = person("b", 1);
    HumanTask second = person("a", 2);
    asked(late, first, second);
    assertThat(search(query(null, null, null))).containsExactly(first, second, late);
    assertThat(search(new Query(tenant(), null, null, "orders", null, 2)))
        .containsExactly(first, second);
    assertThat(search(new Query(tenant(), null, null, "others", null, 2))).isEmpty();
    assertThat(search(query("bob", null, null))).isEmpty();
    assertThat(search(query(null, "sales", null))).isEmpty();
    assertThat(search(query(null, null, Status.CLAIMED))).isEmpty();
    assertThat(search(new Query(tenant() + "x", null, null, null, null, 100))).isEmpty();
  }

  @Test
  @DisplayName("H03 A change counts if nobody changed the task since; who claimed it finds it")
  void claims() {
    HumanTask task = person("a", 3);
    asked(task);
    HumanTask claimed = changed(task, Status.CLAIMED, "bob", null);
    assertThat(store().humanTasks().replace(claimed)).isTrue();
    assertThat(store().humanTasks().replace(claimed)).isFalse();
    assertThat(found(task)).isEqualTo(claimed);
    assertThat(search(query("bob", null, null))).containsExactly(claimed);
  }

  @Test
  @DisplayName("H04 Of ten that claim the same task at once, one has it")
  void race() {
    HumanTask task = person("a", 3);
    asked(task);
    AtomicInteger next = new AtomicInteger();
    List<Boolean> answers =
        atOnce(
            10,
            () ->
                store()
                    .humanTasks()
                    .replace(
                        changed(task, Status.CLAIMED, "person-" + next.getAndIncrement(), null)));
    assertThat(answers).containsOnlyOnce(true);
    assertThat(found(task).revision()).isEqualTo(2);
  }

  @Test
  @DisplayName("H05 A decision settles the wait in the same transaction")
  void decides() {
    HumanTask task = person("a", 3);
    asked(task);
    HumanTask done = changed(task, Status.COMPLETED, "ann", json("approved", "yes"));
    assertThat(store().humanTasks().replace(done)).isTrue();
    JsonNode settlement =
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "result",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("by", "ann")
                    .set("outcome", json("approved", "yes")));
    assertThat(store().waits().find(tenant(), task.id()).orElseThrow().settlement())
        .isEqualTo(settlement);
    assertThat(store().humanTasks().replace(changed(done, Status.OPEN, null, null))).isFalse();
  }

  @Test
  @DisplayName("H06 A task whose wait is over cannot be changed, and is closed")
  void closes() {
    HumanTask givenUp = person("a", 3);
    HumanTask answered = person("b", 3);
    HumanTask left = person("c", 3);
    RunKey key = asked(givenUp, answered, left);
    journal(key, 4, List.of(), List.of(givenUp.id()));
    assertThat(store().waits().accept(tenant(), answered.id(), "else", json("result", "x")))
        .isEqualTo(Acceptance.ACCEPTED);
    end(key, "first", RunOutcome.CANCELLED);
    for (HumanTask task : List.of(givenUp, answered, left)) {
      assertThat(found(task).status()).isEqualTo(Status.CLOSED);
      assertThat(store().humanTasks().replace(changed(task, Status.CLAIMED, "bob", null)))
          .isFalse();
      assertThat(store().humanTasks().replace(changed(found(task), Status.CLAIMED, "bob", null)))
          .isFalse();
    }
    Assertions.assertThat(search(query(null, null, Status.OPEN))).isEmpty();
  }

  @Test
  @DisplayName("H07 More people may do a task; those that could, still can")
  void reassigns() {
    HumanTask task = person("a", 3);
    RunKey key = asked(task);
    journal(
        new Journal(
            key,
            "first",
            2,
            List.of(),
            List.of(),
            List.of(),
            List.of(new Reassignment(task.id(), List.of("ann", "bob"), List.of("heads"))),
            List.of()));
    assertThat(found(task).assignees()).containsExactly("ann", "bob");
    assertThat(found(task).groups()).containsExactly("risk", "heads");
    assertThat(found(task).revision()).isEqualTo(2);
    assertThat(search(query("bob", "heads", null))).hasSize(1);
  }

  @Test
  @DisplayName("H08 A task that is asked again is a new revision, and open")
  void asksAgain() {
    HumanTask task = person("a", 3);
    RunKey key = asked(task);
    store().humanTasks().replace(changed(task, Status.CLAIMED, "bob", null));
    ask(key, 2, task);
    assertThat(found(task).status()).isEqualTo(Status.OPEN);
    assertThat(found(task).revision()).isEqualTo(3);
    assertThat(found(task).claimedBy()).isNull();
  }
}
