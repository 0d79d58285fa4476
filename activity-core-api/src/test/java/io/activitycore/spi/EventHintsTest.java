package io.activitycore.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventHintsTest {

  private static EventHints of(String body) {
    return EventHints.of(body.getBytes(UTF_8), Map.of());
  }

  @Test
  void aNativeEnvelopeNamesItsIdAndType() {
    assertThat(of("{\"payload\":{\"type\":\"inner\"},\"event_id\":\"e-1\",\"type\":\"t\"}"))
        .isEqualTo(new EventHints("e-1", "t"));
  }

  @Test
  void aCloudEventsIdHasItsSource() {
    assertThat(of("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}"))
        .isEqualTo(new EventHints("s#1", "t"));
    assertThat(
            EventHints.of(
                new byte[] {1, 2}, Map.of("Ce-Id", "1", "ce-source", "s", "ce-type", "t")))
        .isEqualTo(new EventHints("s#1", "t"));
    assertThat(EventHints.of(new byte[0], Map.of("cloudEvents:id", "1", "cloudEvents:type", "t")))
        .isEqualTo(new EventHints("1", "t"));
  }

  @Test
  void ourOwnHeadersHelpWhereTheBodyDoesNot() {
    assertThat(
            EventHints.of(
                "not JSON".getBytes(UTF_8),
                Map.of("Activity-Event-Id", "e", "Activity-Event-Type", "t")))
        .isEqualTo(new EventHints("e", "t"));
  }

  @Test
  void aBrokenBodyTellsWhatStoodBeforeTheBreak() {
    assertThat(of("{\"event_id\":\"e-1\", \"type\": \"t\", \"payload\": {"))
        .isEqualTo(new EventHints("e-1", "t"));
    assertThat(of("")).isEqualTo(new EventHints(null, null));
    assertThat(of("[".repeat(5_000))).isEqualTo(new EventHints(null, null));
    assertThat(of("{\"a\":" + "[".repeat(5_000))).isEqualTo(new EventHints(null, null));
  }

  @Test
  void aQueryMeansWhatFitsAllItNames() {
    Instant time = Instant.parse("2026-11-21T09:00:00Z");
    StoredDeadLetter letter =
        StoredDeadLetter.of(
            "1",
            new Delivery("{\"type\":\"t\"}".getBytes(UTF_8), Map.of(), "p#1", 3),
            new Settlement.DeadLetter("undecodable", "no id"),
            time);
    DeadLetterQuery all = DeadLetterQuery.all();

    assertThat(all.matches(letter)).isTrue();
    assertThat(all.withCode("undecodable").withEventType("t").matches(letter)).isTrue();
    assertThat(all.withCode("other").matches(letter)).isFalse();
    assertThat(all.withEventType("other").matches(letter)).isFalse();
    assertThat(all.between(time, time.plusMillis(1)).matches(letter)).isTrue();
    assertThat(all.between(null, time).matches(letter)).isFalse();
    assertThat(all.between(time.plusMillis(1), null).matches(letter)).isFalse();
    assertThat(letter.attempts()).isEqualTo(3);
  }
}
