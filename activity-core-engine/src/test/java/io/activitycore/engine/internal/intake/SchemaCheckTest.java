package io.activitycore.engine.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.PayloadSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads beside the schemas of a folder. */
class SchemaCheckTest {

  private static EventEnvelope event(String type, @Nullable String version, int total) {
    return new EventEnvelope(
        "e-1",
        type,
        "shop",
        Instant.EPOCH,
        null,
        null,
        version,
        JsonNodeFactory.instance.objectNode().put("total", total),
        Map.of());
  }

  @Test
  void a_payload_that_does_not_fit_is_refused_with_the_place(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("placed.schema.json"),
        "{\"properties\":{\"total\":{\"type\":\"integer\",\"minimum\":10}}}");
    Files.writeString(folder.resolve("placed@2.schema.json"), "{}");
    SchemaCheck check = new SchemaCheck(PayloadSchemas.fromFolder(folder));

    assertThatThrownBy(() -> check.check(event("placed", null, 9)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith("/payload/total: ")
        .hasMessageContaining("10")
        .matches(e -> ((UndecodableException) e).code().equals("schema"));
    assertThatNoException().isThrownBy(() -> check.check(event("placed", null, 10)));
    assertThatNoException().isThrownBy(() -> check.check(event("placed", "2", 9)));
    assertThatNoException().isThrownBy(() -> check.check(event("other", null, 9)));
  }

  @Test
  void a_version_that_is_a_uri_is_found_by_the_schemas_id(@TempDir Path folder) throws IOException {
    String schema = "{\"$id\":\"https://s.example/x\",\"type\":\"null\"}";
    Files.writeString(folder.resolve("other.schema.json"), schema);

    assertThat(PayloadSchemas.fromFolder(folder).find("any", "https://s.example/x"))
        .contains(new ObjectMapper().readTree(schema));
  }

  @Test
  void a_schema_that_cannot_be_used_is_named_before_any_event_comes(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("placed.schema.json"), "{\"type\":\"number of things\"}");
    PayloadSchemas schemas = PayloadSchemas.fromFolder(folder);

    assertThatThrownBy(() -> new SchemaCheck(schemas))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("placed.schema.json")
        .hasMessageContaining("/type");
  }

  @Test
  void a_file_that_is_no_json_is_named(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bad.schema.json"), "{");

    assertThatThrownBy(() -> PayloadSchemas.fromFolder(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("bad.schema.json");
  }
}
