package io.activitycore.definition;

import static io.activitycore.definition.DefinitionReaderTest.SMALL;
import static io.activitycore.definition.DefinitionReaderTest.read;
import static org.assertj.core.api.Assertions.STRING;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignalTriggerTest {

  @Test
  void reads_a_trigger_in_signal_mode() {
    EventTrigger trigger =
        read(SMALL.replace(
                "{ event: { type: a.b } }",
                "{ event: { type: a.b, mode: signal, correlate: payload.id, complete_when:"
                    + " payload.last } }"))
            .orThrow()
            .trigger()
            .event();

    assertThat(trigger)
        .isEqualTo(
            EventTrigger.of("a.b").withCorrelate("payload.id").withCompleteWhen("payload.last"));
    assertThat(EventTrigger.of("a.b").mode()).isEqualTo(EventTrigger.Mode.START);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mode: signal                      | /trigger/event/correlate: is required with mode signal
          correlate: payload.id             | /trigger/event/correlate: goes with mode signal only
          mode: start, correlate: payload.id| /trigger/event/correlate: goes with mode signal only
          complete_when: 'true'             | /trigger/event/complete_when: goes with mode signal only
          mode: signal, correlate: ''       | /trigger/event/correlate: must not be blank, got
          mode: stop                        | /trigger/event/mode: must be
          """)
  void refuses_a_mode_without_what_it_needs(String more, String expected) {
    assertThat(read(SMALL.replace("{ type: a.b }", "{ type: a.b, " + more + " }")).problems())
        .extracting(Problem::toString)
        .singleElement(as(STRING))
        .contains(expected);
  }
}
