package io.activitycore.docs.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SchemaFilesTest {

  private static final Path FOLDER = Path.of("schemas");

  private static void check(String file, ObjectNode schema) throws IOException {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    String text =
        new ObjectMapper()
                .writer(new DefaultPrettyPrinter().withObjectIndenter(indent))
                .writeValueAsString(schema)
            + "\n";
    Path path = FOLDER.resolve(file);
    if (Boolean.getBoolean("schemas.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, text);
    }
    assertThat(Files.exists(path) ? Files.readString(path) : "")
        .as(
            "docs/schemas/%s is not what the records say; refresh it with"
                + " ./mvnw -pl docs -am test -Dschemas.write=true -Dtest=SchemaFilesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false",
            file)
        .isEqualTo(text);
  }

  @Test
  void the_definition_schema_is_what_the_records_say() throws IOException {
    check("activity-definition.schema.json", Schemas.activityDefinition());
  }

  @Test
  void the_envelope_schema_is_what_the_record_says() throws IOException {
    check("event-envelope.schema.json", Schemas.eventEnvelope());
  }

  @Test
  void every_description_is_used() {
    Set<String> used = new TreeSet<>(Schemas.activityDefinition().findValuesAsText("description"));
    used.addAll(Schemas.eventEnvelope().findValuesAsText("description"));
    descriptionsIn(Schemas.activityDefinition(), used);
    Set<String> written =
        Schemas.descriptions().values().stream()
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    written.removeAll(used);
    assertThat(written).isEmpty();
  }

  private static void descriptionsIn(JsonNode schema, Set<String> used) {
    if (schema.path("description").isTextual()) {
      used.add(schema.path("description").textValue());
    }
    schema.forEach(child -> descriptionsIn(child, used));
  }
}
