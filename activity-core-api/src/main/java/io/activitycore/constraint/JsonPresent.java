package io.activitycore.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A JSON value other than null. Null is valid: say {@code @NotNull} too where it is required. */
@Documented
@Constraint(validatedBy = JsonPresent.Check.class)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonPresent {

  /** What was expected. */
  String message() default "must be a JSON value other than null";

  /** As Bean Validation demands. */
  Class<?>[] groups() default {};

  /** As Bean Validation demands. */
  Class<? extends Payload>[] payload() default {};

  /** The check itself. */
  final class Check implements ConstraintValidator<JsonPresent, JsonNode> {

    /** For Bean Validation. */
    public Check() {}

    @Override
    public boolean isValid(@Nullable JsonNode value, ConstraintValidatorContext context) {
      return holds(value);
    }

    /** The same as a plain function, for values of which there are many. */
    public static boolean holds(@Nullable JsonNode value) {
      return value == null || !(value.isNull() || value.isMissingNode());
    }
  }
}
