package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DecisionLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SampledDecisionsTest {

  private static Decision decision(String eventId, Decision.Kind kind) {
    return new Decision(RunKey.DEFAULT_TENANT, eventId, "a", 1, kind, "", null, Instant.EPOCH);
  }

  private static Set<Integer> kept(double share, Decision.Kind kind) {
    DecisionLog log = new MemoryStore(Clock.systemUTC()).decisions();
    SampledDecisions sampled = new SampledDecisions(log, share);
    Set<Integer> kept = new TreeSet<>();
    for (int i = 0; i < 10_000; i++) {
      sampled.record(List.of(decision("e-" + i, kind)));
      if (!log.find(RunKey.DEFAULT_TENANT, "e-" + i).isEmpty()) {
        kept.add(i);
      }
    }
    return kept;
  }

  @Test
  void why_nothing_happened_is_kept_for_the_same_share_of_events_whatever_the_reason() {
    Set<Integer> filtered = kept(0.1, Decision.Kind.FILTERED);

    assertThat(filtered).hasSizeBetween(850, 1_150);
    assertThat(kept(0.1, Decision.Kind.UNMATCHED)).isEqualTo(filtered);
    assertThat(kept(0.2, Decision.Kind.DISABLED)).containsAll(filtered);
    assertThat(kept(0, Decision.Kind.FILTERED)).isEmpty();
    assertThat(kept(1, Decision.Kind.FILTERED)).hasSize(10_000);
  }

  @Test
  void what_happened_is_kept_for_all() {
    for (Decision.Kind kind :
        List.of(Decision.Kind.STARTED, Decision.Kind.REJECTED, Decision.Kind.PARKED)) {
      assertThat(kept(0, kind)).hasSize(10_000);
    }
  }
}
