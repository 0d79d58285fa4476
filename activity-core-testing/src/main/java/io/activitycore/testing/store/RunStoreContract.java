package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a run store. */
public abstract class RunStoreContract extends StoreSuite {

  private static final List<RunOutcome> OUTCOMES = List.of(RunOutcome.values());

  /** For the store's tests. */
  protected RunStoreContract() {}

  private RunRecord found(RunKey key) {
    return store().runs().find(key).orElseThrow();
  }

  @Test
  @DisplayName("R01 A run is written with its plan, decision and events")
  void begins() {
    RunKey key = key("e1");
    assertThat(begin(key, "first")).isEqualTo(new Prepared.Planned(json("plan", "first")));
    assertThat(found(key))
        .isEqualTo(
            new RunRecord(
                key, workflowId(key), "first", 1, "body", json("plan", "first"), null, null));
    assertThat(store().decisions().find(tenant(), "e1"))
        .containsExactly(decision(key, Decision.Kind.STARTED));
    assertThat(out()).containsExactly("e1#first-a", "e1#first-b");
  }

  @Test
  @DisplayName(
      "R02 The same first run id gets the plan that was stored, and nothing is written twice")
  void again() {
    RunKey key = key("e1");
    begin(key, "first");
    Beginning other = beginning(key, "first");
    Beginning changed =
        new Beginning(
            key,
            other.workflowId(),
            "first",
            1,
            "body",
            json("plan", "another"),
            other.decision(),
            other.events());
    assertThat(store().runs().prepare(List.of(changed)))
        .containsExactly(new Prepared.Planned(json("plan", "first")));
    assertThat(store().decisions().find(tenant(), "e1")).hasSize(1);
    assertThat(out()).hasSize(2);
  }

  @Test
  @DisplayName(
      "R03 Another first run id is a duplicate: it writes a decision that says so, no more")
  void duplicate() {
    RunKey key = key("e1");
    begin(key, "first");
    assertThat(begin(key, "second")).isEqualTo(new Prepared.Duplicate("first"));
    assertThat(found(key).plan()).isEqualTo(json("plan", "first"));
    assertThat(out()).containsExactly("e1#first-a", "e1#first-b");
    assertThat(store().decisions().find(tenant(), "e1"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
  }

  @Test
  @DisplayName("R04 A duplicate with another body is flagged")
  void anotherBody() {
    RunKey key = key("e1");
    begin(key, "first");
    Beginning second = beginning(key, "second");
    store()
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    key,
                    second.workflowId(),
                    "second",
                    1,
                    "other body",
                    second.plan(),
                    second.decision(),
                    second.events())));
    assertThat(store().decisions().find(tenant(), "e1"))
        .last()
        .satisfies(
            made -> {
              assertThat(made.kind()).isEqualTo(Decision.Kind.DUPLICATE);
              assertThat(made.reason()).contains("another body");
            });
  }

  @Test
  @DisplayName("R05 Of many that begin the same run at once, one does")
  void oneOfMany() {
    RunKey key = key("e1");
    AtomicInteger next = new AtomicInteger();
    List<Prepared> answers = atOnce(8, () -> begin(key, "run-" + next.getAndIncrement()));
    assertThat(answers).filteredOn(Prepared.Planned.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(Prepared.Duplicate.class::isInstance)
        .containsOnly(new Prepared.Duplicate(found(key).firstRunId()));
    assertThat(out()).hasSize(2);
  }

  @Test
  @DisplayName("R06 A batch answers in its order, with the same key twice in it too")
  void batch() {
    List<Beginning> asked = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> asked.add(beginning(key("e" + i), "first")));
    asked.add(beginning(key("e7"), "second"));
    List<Prepared> answers = store().runs().prepare(asked);
    assertThat(answers.subList(0, 50)).allMatch(Prepared.Planned.class::isInstance);
    assertThat(answers.get(50)).isEqualTo(new Prepared.Duplicate("first"));
    assertThat(store().runs().prepare(List.of())).isEmpty();
    assertThat(out()).hasSize(100);
  }

  @Test
  @DisplayName("R07 The first end counts, and is the answer to all that come later")
  void firstEndCounts() {
    RunKey key = key("e1");
    begin(key, "first");
    assertThat(end(key, "first", RunOutcome.CANCELLED)).isEqualTo(RunOutcome.CANCELLED);
    assertThat(end(key, "first", RunOutcome.COMPLETED)).isEqualTo(RunOutcome.CANCELLED);
    assertThat(found(key).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(found(key).audit()).isEqualTo(json("audit", "CANCELLED"));
    assertThat(out()).containsExactly("e1#first-a", "e1#first-b", "e1#CANCELLED");
  }

  @Test
  @DisplayName("R08 Of many ends at once, one counts for all")
  void oneEnd() {
    RunKey key = key("e1");
    begin(key, "first");
    AtomicInteger next = new AtomicInteger();
    List<RunOutcome> answers =
        atOnce(4, () -> end(key, "first", OUTCOMES.get(next.getAndIncrement())));
    assertThat(answers).containsOnly(found(key).outcome());
    assertThat(out()).hasSize(3);
  }

  @Test
  @DisplayName("R09 The end of a run whose beginning is not known is kept")
  void endWithoutBeginning() {
    RunKey key = key("e1");
    assertThat(end(key, "first", RunOutcome.COMPLETED)).isEqualTo(RunOutcome.COMPLETED);
    assertThat(found(key).outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(found(key).firstRunId()).isEqualTo("first");
  }

  @Test
  @DisplayName("R10 A batch of ends answers in its order")
  void ends() {
    List<Ending> endings = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      begin(key("e" + i), "first");
      RunOutcome outcome = OUTCOMES.get(i % OUTCOMES.size());
      endings.add(new Ending(key("e" + i), "first", outcome, json("n", "" + i), List.of()));
    }
    assertThat(store().runs().finish(endings))
        .isEqualTo(endings.stream().map(Ending::outcome).toList());
  }

  @Test
  @DisplayName(
      "R11 A run that did not complete is taken over by the next generation, with its plan")
  void redrive() {
    RunKey key = key("e1");
    begin(key, "first");
    end(key, "first", RunOutcome.FAILED);
    Beginning next = beginning(key, "second", 2);
    assertThat(store().runs().prepare(List.of(next, next)))
        .containsExactly(
            new Prepared.Planned(json("plan", "first")),
            new Prepared.Planned(json("plan", "first")));
    assertThat(found(key).generation()).isEqualTo(2);
    assertThat(found(key).firstRunId()).isEqualTo("second");
    assertThat(found(key).workflowId()).endsWith("~r2");
    assertThat(found(key).outcome()).isNull();
    assertThat(out()).contains("e1#second-a", "e1#second-b");
    assertThat(end(key, "second", RunOutcome.COMPLETED)).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  @DisplayName("R12 A run that completed is not taken over")
  void noRedriveOfACompletedRun() {
    RunKey key = key("e1");
    begin(key, "first");
    end(key, "first", RunOutcome.COMPLETED);
    assertThat(store().runs().prepare(List.of(beginning(key, "second", 2))))
        .containsExactly(new Prepared.Duplicate("first"));
  }

  @Test
  @DisplayName("R13 After a take-over the execution before changes nothing")
  void takenOver() {
    RunKey key = key("e1");
    begin(key, "first");
    store().runs().prepare(List.of(beginning(key, "second", 2)));
    RunRecord before = found(key);
    end(key, "first", RunOutcome.COMPLETED);
    journal(key, 1, List.of(awaited("w", Wait.Kind.REPLY, "")), List.of());
    assertThat(found(key)).isEqualTo(before);
    assertThat(store().waits().find(tenant(), tenant() + "/w")).isEmpty();
    assertThat(out()).doesNotContain("e1#COMPLETED");
  }

  @Test
  @DisplayName("R14 A journal that is repeated changes nothing and gets the same answer")
  void journalAgain() {
    RunKey key = key("e1");
    begin(key, "first");
    Journal journal =
        new Journal(
            key,
            "first",
            1,
            List.of(event("j1", "Said")),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(journal(journal)).isEqualTo(journal(journal));
    assertThat(out()).filteredOn("j1"::equals).hasSize(1);
  }

  @Test
  @DisplayName("R15 A run of another tenant is not found, and its key is free")
  void tenants() {
    begin(key("e1"), "first");
    RunKey other = new RunKey(tenant() + "x", "orders", "e1");
    assertThat(store().runs().find(other)).isEmpty();
    assertThat(begin(other, "second")).isInstanceOf(Prepared.Planned.class);
  }

  @Test
  @DisplayName("R16 A journal that comes after the end opens nothing and says nothing")
  void journalAfterTheEnd() {
    RunKey key = key("e1");
    begin(key, "first");
    end(key, "first", RunOutcome.COMPLETED);
    ask(key, 1, person("p", 1));
    journal(
        new Journal(
            key,
            "first",
            2,
            List.of(event("late", "Said")),
            List.of(awaited("w", Wait.Kind.REPLY, "")),
            List.of(),
            List.of(),
            List.of()));
    assertThat(store().waits().find(tenant(), tenant() + "/p")).isEmpty();
    assertThat(store().waits().find(tenant(), tenant() + "/w")).isEmpty();
    assertThat(store().humanTasks().find(tenant(), tenant() + "/p")).isEmpty();
    assertThat(out()).doesNotContain("late");
  }

  @Test
  @DisplayName("R17 Of an end and a journal at once, no wait stays open, whoever is first")
  void journalAndEnd() {
    for (int i = 0; i < 40; i++) {
      RunKey key = key("e" + i);
      String wait = "w" + i;
      begin(key, "first");
      AtomicInteger next = new AtomicInteger();
      atOnce(
          2,
          () ->
              next.getAndIncrement() == 0
                  ? end(key, "first", RunOutcome.COMPLETED)
                  : journal(key, 1, List.of(awaited(wait, Wait.Kind.REPLY, "")), List.of()));
      assertThat(found(key).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(store().waits().find(tenant(), tenant() + "/" + wait))
          .as("the wait of run %s", i)
          .matches(row -> row.isEmpty() || row.get().closed());
    }
  }
}
