package io.activitycore.docs.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.JsonObject;
import io.activitycore.constraint.NodeName;
import io.activitycore.constraint.TimeZoneName;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;

/** What a Bean Validation constraint is in JSON Schema, as far as JSON Schema can say it. */
final class ConstraintKeywords {

  private ConstraintKeywords() {}

  static void add(ObjectNode schema, Annotation constraint) {
    if (constraint instanceof Pattern pattern) {
      schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
    } else if (constraint instanceof NodeName) {
      schema.put("pattern", "^" + NodeName.PATTERN + "$");
    } else if (constraint instanceof Filled || constraint instanceof NotBlank) {
      schema.put("pattern", "\\S");
    } else if (constraint instanceof TimeZoneName) {
      schema.put("minLength", 1);
    } else if (constraint instanceof Identifier) {
      schema.put("minLength", 1).put("maxLength", 1024);
      schema.put("pattern", "^[^\\u0000-\\u001f\\u007f-\\u009f]*$");
    } else if (constraint instanceof JsonObject) {
      schema.put("type", "object");
    } else {
      bounds(schema, constraint);
    }
  }

  private static void bounds(ObjectNode schema, Annotation constraint) {
    if (constraint instanceof Min min) {
      schema.put("minimum", min.value());
    } else if (constraint instanceof Max max) {
      schema.put("maximum", max.value());
    } else if (constraint instanceof DecimalMin min) {
      schema.put("minimum", new BigDecimal(min.value()));
    } else if (constraint instanceof NotEmpty) {
      schema.put("minItems", 1);
    } else if (constraint instanceof Size size) {
      schema.put("minItems", size.min());
    }
  }
}
