package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.EventFile.Bad;
import io.activitycore.engine.EventFile.Good;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFileTest {

  private static final Instant NOW = Instant.parse("2026-03-28T09:00:00Z");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void eventsAreHandedOverInTheirOrderBetweenTheBadOnes() {
    List<EventFile.Read> reads = new ArrayList<>();
    EventFile.read("github/push.json", bytes("{}\n{\n[1]\n"), null, NOW, reads::add);

    assertThat(reads).hasSize(3);
    assertThat(reads.get(0))
        .isInstanceOfSatisfying(
            Good.class, good -> assertThat(good.event().type()).isEqualTo("github.push"));
    assertThat(reads.get(1)).hasToString("github/push.json:2: " + ((Bad) reads.get(1)).reason());
    assertThat(reads.get(2))
        .isInstanceOfSatisfying(Good.class, good -> assertThat(good.line()).isEqualTo(3));
  }

  @Test
  void rawJsonFromTheStandardInputHasOnlyTheTypeItIsGiven() {
    assertThat(EventFile.read("-", bytes("{}"), null, NOW))
        .singleElement()
        .isInstanceOfSatisfying(Bad.class, bad -> assertThat(bad.reason()).contains("no envelope"));
    assertThat(EventFile.read("-", bytes("{}"), "t", NOW))
        .singleElement()
        .isInstanceOfSatisfying(
            Good.class,
            good -> {
              assertThat(good.event().type()).isEqualTo("t");
              assertThat(good.event().source()).isEqualTo("stdin");
            });
  }
}
