package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.intake.EventSampling;
import io.activitycore.run.Decision;
import io.activitycore.spi.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SampledEventsTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());

  private static EventEnvelope event(
      String id, String type, String source, Map<String, JsonNode> extensions) {
    JsonNode payload = JsonNodeFactory.instance.objectNode();
    return new EventEnvelope(
        id, type, source, Instant.EPOCH, null, null, null, payload, extensions);
  }

  private void send(EventSampling sampling, double decisionShare, EventEnvelope event) {
    Decision filtered =
        new Decision(
            "default", event.eventId(), "a", 1, Decision.Kind.FILTERED, "", null, Instant.EPOCH);
    new SampledEvents(
            "default",
            sampling,
            store.events(),
            new SampledDecisions(store.decisions(), decisionShare))
        .record(List.of(event), List.of(filtered));
  }

  private Set<String> kept(String type) {
    Set<String> ids = new TreeSet<>();
    store
        .events()
        .find(
            new EventLog.Query(
                "default", type, Instant.EPOCH, Instant.now().plus(DAY), null, Integer.MAX_VALUE))
        .forEach(found -> ids.add(found.event().eventId()));
    return ids;
  }

  @Test
  void the_first_rule_that_fits_counts() {
    EventSampling sampling =
        EventSampling.NONE.ofType("wanted", 1, DAY).ofSource("noisy", 0, DAY).ofOthers(0.25, DAY);
    for (int i = 0; i < 4_000; i++) {
      send(sampling, 1, event("w-" + i, "wanted", "noisy", Map.of()));
      send(sampling, 1, event("n-" + i, "noise", "noisy", Map.of()));
      send(sampling, 1, event("o-" + i, "other", "quiet", Map.of()));
    }
    assertThat(kept("wanted")).hasSize(4_000);
    assertThat(kept("noise")).isEmpty();
    assertThat(kept("other")).hasSizeBetween(900, 1_100);
  }

  @Test
  void an_event_that_is_kept_has_all_its_decisions_whatever_their_share() {
    EventSampling half = EventSampling.NONE.ofOthers(0.5, DAY);
    for (int i = 0; i < 1_000; i++) {
      send(half, 0, event("e-" + i, "other", "quiet", Map.of()));
    }
    Set<String> kept = kept("other");
    assertThat(kept).hasSizeBetween(400, 600);
    for (int i = 0; i < 1_000; i++) {
      assertThat(store.decisions().find("default", "e-" + i))
          .hasSize(kept.contains("e-" + i) ? 1 : 0);
    }
  }

  @Test
  void a_reply_is_not_kept_for_it_carries_a_token() {
    EventSampling all = EventSampling.NONE.ofOthers(1, DAY);
    JsonNode token = JsonNodeFactory.instance.textNode("secret");
    send(all, 1, event("e", "other", "quiet", Map.of(Pending.TOKEN, token)));
    assertThat(kept("other")).isEmpty();
    assertThat(store.decisions().find("default", "e")).hasSize(1);
  }
}
