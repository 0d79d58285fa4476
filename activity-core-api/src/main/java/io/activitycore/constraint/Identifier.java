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
 * 1 to 1,024 bytes of UTF-8, without control characters and unpaired surrogates: what ids, types
 * and sources must be. Null is valid: say {@code @NotNull} too where it is required.
 */
@Documented
@Constraint(validatedBy = Identifier.Check.class)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {

  /** What was expected. */
  String message() default "must be 1 to 1,024 bytes of UTF-8 without control characters";

  /** As Bean Validation demands. */
  Class<?>[] groups() default {};

  /** As Bean Validation demands. */
  Class<? extends Payload>[] payload() default {};

  /** The check itself. */
  final class Check implements ConstraintValidator<Identifier, String> {

    /** For Bean Validation. */
    public Check() {}

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      return holds(value);
    }

    /** The same as a plain function, for values of which there are many. */
    public static boolean holds(@Nullable String value) {
      return value == null || Texts.isIdentifier(value);
    }
  }
}
