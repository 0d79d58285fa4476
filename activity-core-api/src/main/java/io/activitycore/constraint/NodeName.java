package io.activitycore.constraint;

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

/**
 * A CEL identifier that is not one of CEL's reserved words and none of {@code event, payload,
 * trigger, run, errors}: what node ids and context names must be. Null is valid: say
 * {@code @NotNull} too where it is required.
 */
@Documented
@Constraint(validatedBy = NodeName.Check.class)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NodeName {

  /**
   * The rule as a regular expression: an identifier, none of the CEL language definition's reserved
   * words, none of the names that every expression has.
   */
  String PATTERN =
      "(?!(?:as|break|const|continue|else|false|for|function|if|import|in|let|loop|package"
          + "|namespace|null|return|true|var|void|while|event|payload|trigger|run|errors)$)"
          + "[_a-zA-Z][_a-zA-Z0-9]*";

  /** What was expected. */
  String message() default
      "must be a CEL identifier (letters, digits and _, not starting with a digit), not a reserved"
          + " word, and none of event, payload, trigger, run, errors";

  /** As Bean Validation demands. */
  Class<?>[] groups() default {};

  /** As Bean Validation demands. */
  Class<? extends Payload>[] payload() default {};

  /** The check itself. */
  final class Check implements ConstraintValidator<NodeName, String> {

    /** For Bean Validation. */
    public Check() {}

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      return value == null || Texts.isNodeName(value);
    }
  }
}
