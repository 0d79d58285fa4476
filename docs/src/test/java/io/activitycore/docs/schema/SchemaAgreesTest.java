package io.activitycore.docs.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Problem;
import io.activitycore.definition.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema and the reader give the same verdict, but for what JSON Schema cannot say:
 *
 * <ul>
 *   <li>ids and names that must differ from each other ({@code name_taken});
 *   <li>time zone names; a longest duration; that {@code maximum_interval} is not shorter than
 *       {@code initial_interval}, nor an offset as long as its interval; bytes instead of
 *       characters of an identifier;
 *   <li>what is gone once a file has become a tree: duplicate keys, numbers beyond a double;
 *   <li>an explicit null: the reader takes it for absent, the schema refuses it.
 * </ul>
 */
final class SchemaAgreesTest {

  private static final Path EXAMPLES =
      Path.of("../activity-core-api/src/test/resources/definitions");

  private static final int SEEDS = Integer.getInteger("schemas.seeds", 600);

  private static final Schema DEFINITION = schema(Schemas.activityDefinition());

  private static Schema schema(JsonNode schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  private static boolean isInexpressible(Problem problem) {
    return Set.of("name_taken", "time_zone_name", "positive_duration").contains(problem.code())
        || (problem.code().equals("range") && problem.pointer().endsWith("/maximum_interval"))
        || (problem.code().equals("range") && problem.pointer().endsWith("/offset"));
  }

  /** Whether the tree is valid. */
  private static boolean agree(JsonNode tree, String description) {
    List<Error> errors = DEFINITION.validate(tree);
    ReadResult read =
        DefinitionReader.read("x.json", tree.toString().getBytes(StandardCharsets.UTF_8));
    boolean expressible =
        read.problems().isEmpty()
            || !read.problems().stream().allMatch(SchemaAgreesTest::isInexpressible);
    if (expressible) {
      assertThat(errors.isEmpty())
          .as("%s%nschema: %s%nreader: %s%n%s", description, errors, read.problems(), tree)
          .isEqualTo(read.problems().isEmpty());
    }
    return read.problems().isEmpty();
  }

  private static JsonNode example(String name) throws IOException {
    return Schemas.yaml(Files.readString(EXAMPLES.resolve(name)));
  }

  @Test
  void on_the_examples() throws IOException {
    for (String name : List.of("order-fulfilment.yaml", "flat-rules.yaml", "account-watch.yaml")) {
      assertThat(DEFINITION.validate(example(name))).as(name).isEmpty();
      agree(example(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-fulfilment.yaml", "flat-rules.yaml", "account-watch.yaml"})
  void on_seeded_changes_of_the_examples(String name) throws IOException {
    JsonNode example = example(name);
    int valid = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      JsonNode changed = new Mutations(seed).mutate(example);
      valid += agree(changed, name + ", seed " + seed) ? 1 : 0;
    }
    assertThat(valid).as("of %d", SEEDS).isBetween(SEEDS / 100, SEEDS * 19 / 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{event_id: a, type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: {}}",
        "{event_id: a, type: b, source: c, occurred_at: '2026-01-31T10:00:00.5+02:00', payload: 0,"
            + " subject: null, schema_version: 3, other: [1]}"
      })
  void the_envelope_schema_takes_what_is_an_envelope(String yaml) {
    assertThat(schema(Schemas.eventEnvelope()).validate(Schemas.yaml(yaml))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: {}}",
        "{event_id: '', type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: {}}",
        "{event_id: a, type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: null}",
        "{event_id: a, type: b, source: c, occurred_at: '2026-01-31T10:00:00', payload: {}}",
        "{event_id: a, type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: 1,"
            + " subject: 5}",
        "{event_id: \"a\\n"
            + "b\", type: b, source: c, occurred_at: '2026-01-31T10:00:00Z', payload: 1}",
        "[]"
      })
  void the_envelope_schema_refuses_what_is_none(String yaml) {
    assertThat(schema(Schemas.eventEnvelope()).validate(Schemas.yaml(yaml))).isNotEmpty();
  }
}
