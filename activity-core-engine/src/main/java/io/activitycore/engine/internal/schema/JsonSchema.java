package io.activitycore.engine.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.activitycore.InvalidModelException.Violation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON Schema (2020-12), of an outcome or of a payload. Immutable. It stands by itself: what it
 * refers to outside of itself is never fetched, it is an error.
 */
public final class JsonSchema {

  private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();

  private final Schema schema;

  private JsonSchema(Schema schema) {
    this.schema = schema;
  }

  /** Costly to make and the same for all. */
  private static final class Holder {
    static final Schema META_SCHEMA = registry().getSchema(SchemaLocation.of(DIALECT));
  }

  /**
   * One for each schema: a registry remembers schemas by their {@code $id}, and some may share it.
   */
  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder.schemaRegistryConfig(
                SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));
  }

  /**
   * A schema without {@link #problems}.
   *
   * @throws SchemaException when it has some
   */
  public static JsonSchema of(JsonNode form) {
    return new JsonSchema(registry().getSchema(form));
  }

  /** What is wrong with a schema, by JSON pointer into it. */
  public static List<Violation> problems(JsonNode form) {
    String dialect = form.path("$schema").asText(DIALECT);
    if (!dialect.equals(DIALECT)) {
      return List.of(problem("/$schema", "must be " + DIALECT + ", got " + dialect));
    }
    List<Error> errors = Holder.META_SCHEMA.validate(form);
    return errors.isEmpty() ? unusable(form) : violations(errors, "form");
  }

  private static List<Violation> unusable(JsonNode form) {
    try {
      Schema schema = registry().getSchema(form);
      schema.initializeValidators();
      List<Error> unused = schema.validate(JsonNodeFactory.instance.objectNode());
      return List.of();
    } catch (SchemaException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return List.of(problem("", "is not a JSON Schema that can be used: " + reason));
    } catch (StackOverflowError e) {
      return List.of(problem("", "is not a JSON Schema that can be used: it refers to itself"));
    }
  }

  private static Violation problem(String pointer, String message) {
    return new Violation(pointer, "form", message);
  }

  /**
   * What is wrong with a value, by JSON pointer into it; empty when it fits.
   *
   * @param code of the violations
   */
  public List<Violation> violations(JsonNode value, String code) {
    return violations(schema.validate(value), code);
  }

  /** The first of each place: others say the same in other words. */
  private static List<Violation> violations(Collection<Error> errors, String code) {
    Map<String, Violation> byPlace = new LinkedHashMap<>();
    for (Error error : errors) {
      String pointer = error.getInstanceLocation().toString();
      byPlace.putIfAbsent(pointer, new Violation(pointer, code, error.getMessage()));
    }
    return List.copyOf(byPlace.values());
  }
}
