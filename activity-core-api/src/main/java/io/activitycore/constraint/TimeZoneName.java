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
@Constraint(validatedBy = TimeZoneName.Check.class)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TimeZoneName {

  /** What was expected. */
  String message() default "must be an IANA time zone such as Europe/Berlin or UTC";

  /** As Bean Validation demands. */
  Class<?>[] groups() default {};

  /** As Bean Validation demands. */
  Class<? extends Payload>[] payload() default {};

  /** The check itself. */
  final class Check implements ConstraintValidator<TimeZoneName, String> {

    /** For Bean Validation. */
    public Check() {}

    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      return value == null || java.time.ZoneId.getAvailableZoneIds().contains(value);
    }
  }
}
