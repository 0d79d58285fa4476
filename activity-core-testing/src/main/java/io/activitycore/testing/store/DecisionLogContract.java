package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a decision log. */
public abstract class DecisionLogContract extends StoreSuite {

  /** For the store's tests. */
  protected DecisionLogContract() {}

  private Decision alone(String reason) {
    return new Decision(tenant(), "e1", null, 0, Decision.Kind.UNMATCHED, reason, null, now());
  }

  @Test
  @DisplayName("D01 Decisions about an event come back in the order they were written")
  void ordered() {
    RunKey key = key("e1");
    List<Decision> some = List.of(alone("a"), decision(key, Decision.Kind.FILTERED), alone("b"));
    store().decisions().record(some);
    store().decisions().record(List.of(alone("c")));
    assertThat(store().decisions().find(tenant(), "e1"))
        .containsExactly(some.get(0), some.get(1), some.get(2), alone("c"));
  }

  @Test
  @DisplayName("D02 The same beginning twice is one, in one batch too")
  void oneBeginning() {
    Decision started = decision(key("e1"), Decision.Kind.STARTED);
    Decision signalled = decision(key("e1"), Decision.Kind.SIGNALLED);
    store().decisions().record(List.of(started, signalled, started));
    store().decisions().record(List.of(started, signalled));
    assertThat(store().decisions().find(tenant(), "e1")).containsExactly(started, signalled);
  }

  @Test
  @DisplayName("D03 Other decisions may repeat")
  void duplicates() {
    Decision duplicate = decision(key("e1"), Decision.Kind.DUPLICATE);
    store().decisions().record(List.of(duplicate, duplicate));
    assertThat(store().decisions().find(tenant(), "e1")).hasSize(2);
  }

  @Test
  @DisplayName("D04 Another tenant's are not found; nothing is fine too")
  void tenants() {
    store().decisions().record(List.of());
    store().decisions().record(List.of(alone("a")));
    assertThat(store().decisions().find(tenant() + "x", "e1")).isEmpty();
  }

  @Test
  @DisplayName("D05 A reason may be any text")
  void anyText() {
    store().decisions().record(List.of(alone("it's \"<s>\" :id \\ \u0000 \uD83D\uDE00")));
    assertThat(store().decisions().find(tenant(), "e1"))
        .first()
        .satisfies(made -> assertThat(made.reason()).startsWith("it's \"<s>\" :id \\ "));
  }
}
