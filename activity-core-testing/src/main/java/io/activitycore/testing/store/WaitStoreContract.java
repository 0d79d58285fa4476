package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Journaled;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a wait store. */
public abstract class WaitStoreContract extends StoreSuite {

  private static final Duration KEEP = Duration.ofMinutes(10);

  /** For the store's tests. */
  protected WaitStoreContract() {}

  private RunKey waiting(Wait... waits) {
    RunKey key = key("e1");
    begin(key, "first");
    journal(key, 1, List.of(waits), List.of());
    return key;
  }

  private WaitStore.Row found(Wait wait) {
    return store().waits().find(tenant(), wait.id()).orElseThrow();
  }

  private Acceptance accept(Wait wait, String by) {
    return store().waits().accept(tenant(), wait.id(), by, json("result", by));
  }

  private List<Wait> undelivered() {
    return store().waits().undelivered(10_000, Duration.ZERO).stream()
        .map(WaitStore.Row::awaited)
        .filter(wait -> wait.tenant().equals(tenant()))
        .toList();
  }

  @Test
  @DisplayName("W01 A wait is found as it was opened")
  void opens() {
    Wait reply = awaited("r", Wait.Kind.REPLY, "");
    Wait event = awaited("e", Wait.Kind.EVENT, "paid");
    waiting(reply, event);
    assertThat(found(reply)).isEqualTo(new WaitStore.Row(reply, null, null, false));
    assertThat(found(event)).isEqualTo(new WaitStore.Row(event, null, null, false));
    assertThat(store().waits().find(tenant() + "x", reply.id())).isEmpty();
  }

  @Test
  @DisplayName("W02 The first answer counts, the same answerer is told so, others too")
  void firstAnswerCounts() {
    Wait wait = awaited("r", Wait.Kind.REPLY, "");
    waiting(wait);
    assertThat(accept(wait, "one")).isEqualTo(Acceptance.ACCEPTED);
    assertThat(accept(wait, "one")).isEqualTo(Acceptance.REPEATED);
    assertThat(accept(wait, "two")).isEqualTo(Acceptance.SETTLED);
    assertThat(found(wait)).isEqualTo(new WaitStore.Row(wait, json("result", "one"), "one", false));
    assertThat(store().waits().accept(tenant(), "never", "one", json("a", "b")))
        .isEqualTo(Acceptance.UNKNOWN);
    assertThat(store().waits().accept(tenant() + "x", wait.id(), "one", json("a", "b")))
        .isEqualTo(Acceptance.UNKNOWN);
  }

  @Test
  @DisplayName("W10 A reply after its deadline is too late, by the store's clock")
  void lateReply() {
    Wait late =
        new Wait(
            tenant() + "/late",
            Wait.Kind.REPLY,
            tenant(),
            "workflow",
            "key",
            now().minusSeconds(7200),
            now().minusSeconds(3600),
            null,
            null,
            null);
    waiting(late);
    assertThat(accept(late, "one")).isEqualTo(Acceptance.CLOSED);
    assertThat(found(late)).isEqualTo(new WaitStore.Row(late, null, null, false));
  }

  @Test
  @DisplayName("W03 An answer after the close is too late; a close after the answer is told it")
  void answerOrClose() {
    Wait closed = awaited("c", Wait.Kind.REPLY, "");
    Wait answered = awaited("a", Wait.Kind.REPLY, "");
    RunKey key = waiting(closed, answered);
    accept(answered, "one");
    Journaled told = journal(key, 2, List.of(), List.of(closed.id(), answered.id()));
    assertThat(told.answered()).containsOnlyKeys(answered.id());
    assertThat(told.answered().get(answered.id())).isEqualTo(json("result", "one"));
    assertThat(accept(closed, "one")).isEqualTo(Acceptance.CLOSED);
    assertThat(found(closed).closed()).isTrue();
    assertThat(journal(key, 2, List.of(), List.of(closed.id(), answered.id()))).isEqualTo(told);
    assertThat(undelivered()).as("the run knows it").isEmpty();
  }

  @Test
  @DisplayName("W04 Of many answers at once, one counts")
  void race() {
    Wait wait = awaited("r", Wait.Kind.REPLY, "");
    waiting(wait);
    AtomicInteger next = new AtomicInteger();
    List<Acceptance> answers = atOnce(8, () -> accept(wait, "by-" + next.getAndIncrement()));
    assertThat(answers).containsOnlyOnce(Acceptance.ACCEPTED);
    assertThat(answers).filteredOn(Acceptance.SETTLED::equals).hasSize(7);
  }

  @Test
  @DisplayName("W05 An answer is undelivered until it was delivered")
  void delivery() {
    Wait wait = awaited("r", Wait.Kind.REPLY, "");
    waiting(wait);
    assertThat(undelivered()).isEmpty();
    accept(wait, "one");
    assertThat(undelivered()).containsExactly(wait);
    assertThat(store().waits().undelivered(10_000, Duration.ofHours(1)))
        .noneMatch(row -> row.awaited().equals(wait));
    store().waits().delivered(tenant(), wait.id());
    assertThat(undelivered()).isEmpty();
  }

  @Test
  @DisplayName("W06 The end of a run closes what it waits for")
  void endCloses() {
    Wait open = awaited("o", Wait.Kind.EVENT, "paid");
    Wait answered = awaited("a", Wait.Kind.REPLY, "");
    RunKey key = waiting(open, answered);
    accept(answered, "one");
    end(key, "first", RunOutcome.FAILED);
    assertThat(accept(open, "two")).isEqualTo(Acceptance.CLOSED);
    assertThat(accept(answered, "two")).isEqualTo(Acceptance.SETTLED);
    assertThat(undelivered()).isEmpty();
    assertThat(store().waits().offer(tenant(), event("p", "paid"), Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName("W07 An event is offered to the open waits of its type and tenant")
  void offers() {
    Wait paid = awaited("p", Wait.Kind.EVENT, "paid");
    waiting(paid, awaited("s", Wait.Kind.EVENT, "shipped"), awaited("r", Wait.Kind.REPLY, ""));
    EventEnvelope event = event("x", "paid");
    assertThat(store().waits().mayBeAwaited(tenant(), "paid")).isTrue();
    assertThat(store().waits().offer(tenant(), event, KEEP)).containsExactly(paid);
    assertThat(store().waits().offer(tenant(), event, KEEP)).containsExactly(paid);
    assertThat(store().waits().offer(tenant() + "x", event, KEEP)).isEmpty();
    accept(paid, "x");
    assertThat(store().waits().offer(tenant(), event, KEEP)).isEmpty();
  }

  @Test
  @DisplayName("W11 A type that nobody waited for is not taken for that once a wait for it is open")
  void firstWaitForAType() {
    assertThat(store().waits().offer(tenant(), event("x", "paid"), Duration.ZERO)).isEmpty();
    Wait paid = awaited("p", Wait.Kind.EVENT, "paid");
    waiting(paid);
    assertThat(store().waits().mayBeAwaited(tenant(), "paid")).isTrue();
    assertThat(store().waits().offer(tenant(), event("y", "paid"), Duration.ZERO))
        .containsExactly(paid);
  }

  @Test
  @DisplayName("W08 A wait that opens later finds the events that were kept since its run began")
  void looksBack() {
    RunKey key = key("e1");
    begin(key, "first");
    store().waits().offer(tenant(), event("x1", "paid"), KEEP);
    store().waits().offer(tenant(), event("x2", "paid"), KEEP);
    store().waits().offer(tenant(), event("x1", "paid"), KEEP);
    store().waits().offer(tenant(), event("x3", "paid"), Duration.ZERO);
    store().waits().offer(tenant(), event("x4", "shipped"), KEEP);
    Wait wait = awaited("p", Wait.Kind.EVENT, "paid");
    Journaled answer = journal(key, 1, List.of(wait), List.of());
    assertThat(answer.earlier().get(wait.id()))
        .containsExactly(event("x1", "paid"), event("x2", "paid"));
    assertThat(journal(key, 1, List.of(wait), List.of())).isEqualTo(answer);
  }

  @Test
  @DisplayName("W09 A wait that is opened again is open again")
  void opensAgain() {
    Wait wait = awaited("r", Wait.Kind.REPLY, "");
    RunKey key = waiting(wait);
    accept(wait, "one");
    end(key, "first", RunOutcome.FAILED);
    store().runs().prepare(List.of(beginning(key, "first2", 2)));
    store()
        .runs()
        .journal(
            List.of(
                new io.activitycore.spi.RunStore.Journal(
                    key, "first2", 1, List.of(), List.of(wait), List.of(), List.of(), List.of())));
    assertThat(found(wait)).isEqualTo(new WaitStore.Row(wait, null, null, false));
    assertThat(accept(wait, "two")).isEqualTo(Acceptance.ACCEPTED);
  }
}
