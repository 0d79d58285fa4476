package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.DefinitionValidator;
import io.activitycore.engine.EventFile;
import io.activitycore.engine.EventMatcher;
import io.activitycore.event.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DefinitionsGuideTest {

  private static final Definitions DEFINITIONS = Definitions.fromClasspath("guide/definitions");

  private static EventEnvelope event(String json) {
    List<EventFile.Read> read =
        EventFile.read("event.json", json.getBytes(StandardCharsets.UTF_8), null, Instant.EPOCH);
    return ((EventFile.Good) read.get(0)).event();
  }

  private static EventMatcher.Match match(String definition, String payload) {
    List<ActivityDefinition> one =
        DEFINITIONS.load().orThrow().stream()
            .filter(known -> known.id().equals(definition))
            .toList();
    return EventMatcher.of(one)
        .match(
            event(
                Texts.resource("guide/envelope.json")
                    .replaceFirst("\"payload\": .*", "\"payload\": " + payload)));
  }

  @Test
  void every_definition_of_the_guide_is_valid() {
    DefinitionValidator validator = DefinitionValidator.create();

    assertThat(DEFINITIONS.load().problems()).isEmpty();
    assertThat(DEFINITIONS.load().good())
        .isNotEmpty()
        .allSatisfy(source -> assertThat(validator.check(source)).isEmpty());
  }

  @Test
  void the_wrong_definition_has_the_problems_that_the_guide_prints() {
    Path folder = Path.of("src/test/resources/guide/wrong");

    String printed =
        Definitions.fromDirectory(folder).load().problems().stream()
            .map(problem -> problem.toString().replaceFirst("^\\S*wrong\\.yaml", "wrong.yaml"))
            .collect(Collectors.joining("\n"));

    assertThat(printed).isEqualTo(Texts.resource("guide/wrong.txt"));
  }

  @Test
  void the_envelope_of_the_guide_is_an_event() {
    EventEnvelope envelope = event(Texts.resource("guide/envelope.json"));

    assertThat(envelope.eventId()).isEqualTo("order-4711-placed");
    assertThat(envelope.schemaVersion()).isEqualTo("2");
  }

  @Test
  void the_filters_of_the_guide_match_as_it_says() {
    String customer = "\"country\": \"DE\", \"total\": 101, \"customer\": {\"tier\": \"gold\"}";
    String two = ", \"items\": [{\"sku\": \"BOOK-1\", \"quantity\": 2}]}";
    String split =
        ", \"items\": [{\"sku\": \"BOOK-1\", \"quantity\": 1}, {\"sku\": \"X\", \"quantity\": 2}]}";

    assertThat(match("filters", "{" + customer + two).matched()).containsExactly("filters");
    assertThat(match("filters", "{" + customer + split).matched()).isEmpty();
    assertThat(match("filters-or", "{\"country\": \"DE\", \"total\": 1001}").matched()).hasSize(1);
    assertThat(match("filters-or", "{\"country\": \"DE\", \"total\": 10}").matched()).isEmpty();
  }

  @Test
  void the_broker_of_the_guide_is_made_without_a_server() {
    assertThat(NatsGuide.broker().source().name()).isEqualTo("nats:ACTIVITY_EVENTS");
  }
}
