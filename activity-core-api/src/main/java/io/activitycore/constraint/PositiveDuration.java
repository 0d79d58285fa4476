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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A duration greater than zero and at most 36,500 days, which every clock and server can add to
 * now. Null is valid: say {@code @NotNull} too where it is required.
 */
@Documented
@Constraint(validatedBy = PositiveDuration.Check.class)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface PositiveDuration {

  /** What was expected. */
  String message() default "must be a duration greater than zero and at most 36500d";

  /** As Bean Validation demands. */
  Class<?>[] groups() default {};

  /** As Bean Validation demands. */
  Class<? extends Payload>[] payload() default {};

  /** The check itself. */
  final class Check implements ConstraintValidator<PositiveDuration, Duration> {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** For Bean Validation. */
    public Check() {}

    @Override
    public boolean isValid(@Nullable Duration value, ConstraintValidatorContext context) {
      return value == null
          || (!value.isNegative() && !value.isZero() && value.compareTo(LONGEST) <= 0);
    }
  }
}
