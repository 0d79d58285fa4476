package io.activitycore.engine.internal.human;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.run.HumanTaskException;
import io.activitycore.run.HumanTaskException.Code;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HumanRulesTest {

  private static final JsonNode YES = JsonNodeFactory.instance.booleanNode(true);
  private static final List<String> NONE = List.of();
  private static final List<String> RISK = List.of("other", "risk");

  private static HumanTask task(Status status, @Nullable String claimedBy) {
    boolean done = status == Status.COMPLETED;
    return new HumanTask(
        "w/ask",
        "tenant",
        "a",
        "w",
        "ask",
        List.of("ann", "bob"),
        List.of("risk"),
        JsonNodeFactory.instance.objectNode().put("type", "boolean"),
        3,
        Instant.EPOCH,
        null,
        status,
        claimedBy,
        done ? claimedBy : null,
        done ? YES : null,
        4);
  }

  private static final HumanTask OPEN = task(Status.OPEN, null);
  private static final HumanTask ANNS = task(Status.CLAIMED, "ann");

  private static void assertRefused(Code code, ThrowingCallable wish) {
    assertThatThrownBy(wish)
        .asInstanceOf(type(HumanTaskException.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.taskId()).isEqualTo("w/ask");
              assertThat(refusal).hasMessageStartingWith("human task w/ask: ");
            });
  }

  @Test
  void an_assignee_or_a_member_of_a_group_may_claim() {
    assertThat(HumanRules.claim(OPEN, "ann", NONE))
        .satisfies(
            claimed -> {
              assertThat(claimed.status()).isEqualTo(Status.CLAIMED);
              assertThat(claimed.claimedBy()).isEqualTo("ann");
              assertThat(claimed.revision()).isEqualTo(5);
            });
    assertThat(HumanRules.claim(OPEN, "zoe", RISK).claimedBy()).isEqualTo("zoe");
    assertRefused(Code.NOT_ALLOWED, () -> HumanRules.claim(OPEN, "zoe", List.of("it")));
    assertRefused(Code.NOT_ALLOWED, () -> HumanRules.claim(OPEN, "risk", NONE));
  }

  @Test
  void what_is_claimed_can_be_claimed_again_by_the_same_person_only() {
    assertThat(HumanRules.claim(ANNS, "ann", NONE)).isSameAs(ANNS);
    assertRefused(Code.CLAIMED_BY_ANOTHER, () -> HumanRules.claim(ANNS, "bob", NONE));
    assertRefused(Code.NOT_ALLOWED, () -> HumanRules.claim(ANNS, "zoe", NONE));
  }

  @Test
  void whoever_works_on_it_may_release_it() {
    assertThat(HumanRules.release(ANNS, "ann"))
        .satisfies(
            released -> {
              assertThat(released.status()).isEqualTo(Status.OPEN);
              assertThat(released.claimedBy()).isNull();
            });
    assertRefused(Code.CLAIMED_BY_ANOTHER, () -> HumanRules.release(ANNS, "bob"));
    assertThat(HumanRules.release(OPEN, "zoe")).isSameAs(OPEN);
  }

  @Test
  void whoever_works_on_it_or_an_assignee_may_delegate_to_anybody() {
    assertThat(HumanRules.delegate(ANNS, "ann", "zoe"))
        .satisfies(
            delegated -> {
              assertThat(delegated.claimedBy()).isEqualTo("zoe");
              assertThat(delegated.assignees()).containsExactly("ann", "bob", "zoe");
            });
    assertThat(HumanRules.delegate(OPEN, "bob", "ann").assignees()).containsExactly("ann", "bob");
    assertThat(HumanRules.delegate(OPEN, "bob", "ann").status()).isEqualTo(Status.CLAIMED);
    assertThat(HumanRules.delegate(task(Status.CLAIMED, "zoe"), "zoe", "ann").claimedBy())
        .isEqualTo("ann");
    assertRefused(Code.CLAIMED_BY_ANOTHER, () -> HumanRules.delegate(ANNS, "bob", "zoe"));
    assertRefused(Code.NOT_ALLOWED, () -> HumanRules.delegate(OPEN, "zoe", "ann"));
  }

  @Test
  void whoever_works_on_it_completes_it_or_anybody_who_may_claim_it_while_nobody_does() {
    assertThat(HumanRules.complete(ANNS, "ann", NONE, YES))
        .satisfies(
            completed -> {
              assertThat(completed.status()).isEqualTo(Status.COMPLETED);
              assertThat(completed.completedBy()).isEqualTo("ann");
              assertThat(completed.outcome()).isEqualTo(YES);
            });
    assertThat(HumanRules.complete(OPEN, "bob", NONE, YES).completedBy()).isEqualTo("bob");
    assertThat(HumanRules.complete(OPEN, "zoe", RISK, YES).completedBy()).isEqualTo("zoe");
    assertRefused(Code.CLAIMED_BY_ANOTHER, () -> HumanRules.complete(ANNS, "bob", NONE, YES));
    assertRefused(Code.NOT_ALLOWED, () -> HumanRules.complete(OPEN, "zoe", NONE, YES));
  }

  @Test
  void an_outcome_that_does_not_fit_the_form_is_refused_with_its_place() {
    JsonNode no = JsonNodeFactory.instance.textNode("no");

    assertThatThrownBy(() -> HumanRules.complete(ANNS, "ann", NONE, no))
        .asInstanceOf(type(HumanTaskException.class))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(Code.INVALID_OUTCOME);
              assertThat(refusal.violations()).hasSize(1);
              assertThat(refusal.violations().get(0).pointer()).isEmpty();
              assertThat(refusal.code().wireName()).isEqualTo("invalid_outcome");
            });
  }

  @Test
  void nothing_can_be_done_with_a_task_that_is_over() {
    HumanTask completed = task(Status.COMPLETED, "ann");
    HumanTask closed = task(Status.CLOSED, "ann");

    assertRefused(Code.ALREADY_COMPLETED, () -> HumanRules.claim(completed, "ann", NONE));
    assertRefused(Code.ALREADY_COMPLETED, () -> HumanRules.release(completed, "ann"));
    assertRefused(Code.ALREADY_COMPLETED, () -> HumanRules.delegate(completed, "ann", "bob"));
    assertRefused(Code.ALREADY_COMPLETED, () -> HumanRules.complete(completed, "ann", NONE, YES));
    assertRefused(Code.CLOSED, () -> HumanRules.claim(closed, "ann", NONE));
    assertRefused(Code.CLOSED, () -> HumanRules.complete(closed, "ann", NONE, YES));
  }
}
