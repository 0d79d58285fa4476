package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.StoredDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerWindowTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** The store in memory with a window. */
  private record Forgetful(RunStore runs, Duration days) implements RunStore {
    @Override
    public List<Prepared> prepare(List<Beginning> beginnings) {
      return runs.prepare(beginnings);
    }

    @Override
    public List<RunOutcome> finish(List<Ending> endings) {
      return runs.finish(endings);
    }

    @Override
    public List<Journaled> journal(List<Journal> journals) {
      return runs.journal(journals);
    }

    @Override
    public Optional<RunRecord> find(RunKey key) {
      return runs.find(key);
    }

    @Override
    public Optional<Duration> window() {
      return Optional.of(days);
    }
  }

  private final MemoryStore store = new MemoryStore(CLOCK);
  private final LedgerWindow window =
      new LedgerWindow("default", new Forgetful(store.runs(), Duration.ofDays(400)), CLOCK);

  private static StoredDefinition definition(EventTrigger trigger) {
    ActivityDefinition definition =
        ActivityDefinition.builder("a")
            .trigger(Trigger.event(trigger))
            .rules(Rule.always(Node.task("one", "noop").build()))
            .build();
    return new StoredDefinition(definition, 1, "hash");
  }

  private static EventEnvelope event(Instant occurredAt) {
    return new EventEnvelope(
        "e",
        "t",
        "s",
        occurredAt,
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }

  private final StoredDefinition quarantines = definition(EventTrigger.of("t"));
  private final EventEnvelope old = event(NOW.minus(Duration.ofDays(401)));

  @Test
  void an_event_that_is_older_than_the_window_is_refused_with_its_age() {
    assertThat(window.refusal(quarantines, old))
        .contains(
            "too_old: it occurred at 2025-10-16T12:00:00Z, and the ledger remembers 400 days:"
                + " whether it ran before is not known");
    assertThat(window.refusal(quarantines, event(NOW.minus(Duration.ofDays(400))))).isEmpty();
    assertThat(window.refusal(quarantines, event(NOW.plusSeconds(60)))).isEmpty();
  }

  @Test
  void a_definition_may_start_it_all_the_same() {
    assertThat(window.refusal(definition(EventTrigger.of("t").startedWhenTooOld()), old)).isEmpty();
  }

  @Test
  void one_that_the_ledger_still_has_is_a_duplicate_and_not_refused() {
    RunKey key = new RunKey("default", "a", "e");
    store
        .runs()
        .finish(
            List.of(
                new RunStore.Ending(
                    key,
                    "first",
                    RunOutcome.COMPLETED,
                    JsonNodeFactory.instance.objectNode(),
                    List.of())));
    assertThat(window.refusal(quarantines, old)).isEmpty();
  }

  @Test
  void a_store_that_forgets_nothing_takes_none_for_too_old() {
    LedgerWindow endless = new LedgerWindow("default", store.runs(), CLOCK);
    assertThat(endless.refusal(quarantines, old)).isEmpty();
  }
}
