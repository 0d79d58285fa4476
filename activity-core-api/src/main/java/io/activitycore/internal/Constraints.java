package io.activitycore.internal;

import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Bean Validation for records: the constraints stand on the components, and the compact constructor
 * calls {@link #check} with the arguments, before the record exists. Thread-safe.
 */
public final class Constraints {

  private static final Map<String, String> CODES =
      Map.of(
          "NotNull", "required",
          "NotEmpty", "not_empty",
          "Size", "not_empty",
          "NotBlank", "not_blank",
          "Filled", "not_blank",
          "Min", "range",
          "Max", "range",
          "DecimalMin", "range");

  private final String model;
  private final List<Violation> violations = new ArrayList<>();

  private Constraints(String model) {
    this.model = model;
  }

  /**
   * The validator is costly to make and immutable; made on first use, without an EL implementation.
   */
  private static final class Holder {
    static final Validator VALIDATOR = create();

    private static Validator create() {
      return Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory()
          .getValidator();
    }
  }

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return RecordShape.of(type);
        }
      };

  /** How a record looks on the wire; computed once a class. */
  public static RecordShape shape(Class<?> record) {
    return SHAPES.get(record);
  }

  /**
   * Checks the arguments of a record's canonical constructor against the constraints on its
   * components, elements of lists and maps included.
   *
   * @throws InvalidModelException when one or more are broken
   */
  public static void check(Class<? extends Record> record, @Nullable Object... arguments) {
    on(record, arguments).done();
  }

  /**
   * Like {@link #check}, open for rules that look at more than one component; end it with {@link
   * #done}.
   */
  public static Constraints on(Class<? extends Record> record, @Nullable Object... arguments) {
    Constraints constraints = new Constraints(record.getSimpleName());
    RecordShape shape = shape(record);
    constraints.collect(record, Set.of(), arguments);
    constraints.violations.addAll(Presence.broken(record, name -> arguments[shape.indexOf(name)]));
    return constraints;
  }

  /**
   * The constraints on single components that these arguments break, for a record that cannot be
   * made.
   *
   * @param unknown pointers of values that are null here because they could not be read
   */
  public static List<Violation> broken(
      Class<? extends Record> record, Set<String> unknown, @Nullable Object... arguments) {
    Constraints constraints = new Constraints(record.getSimpleName());
    constraints.collect(record, unknown, arguments);
    return constraints.violations;
  }

  /**
   * By component, not by constructor: javac 17 drops the annotations on type arguments from a
   * compact constructor's parameters.
   */
  private void collect(
      Class<? extends Record> record, Set<String> unknown, @Nullable Object[] arguments) {
    List<RecordShape.Component> components = shape(record).components();
    for (int i = 0; i < arguments.length; i++) {
      RecordShape.Component component = components.get(i);
      if (arguments[i] == null && !component.refusesNull()) {
        continue; // half of all arguments; Bean Validation takes its time
      }
      for (ConstraintViolation<? extends Record> violation :
          Holder.VALIDATOR.validateValue(record, component.reflected().getName(), arguments[i])) {
        String pointer = pointer(component, violation.getPropertyPath());
        if (violation.getInvalidValue() != null || !unknown.contains(pointer)) {
          violations.add(new Violation(pointer, code(violation), message(violation)));
        }
      }
    }
    violations.sort(Comparator.comparing(Violation::pointer));
  }

  private static String pointer(RecordShape.Component component, Path path) {
    StringBuilder pointer = new StringBuilder("/" + Pointers.escape(component.wireName()));
    for (Path.Node node : path) {
      if (node.getKey() != null) {
        pointer.append('/').append(Pointers.escape(node.getKey().toString()));
      } else if (node.getIndex() != null) {
        pointer.append('/').append(node.getIndex());
      }
    }
    return pointer.toString();
  }

  private static String code(ConstraintViolation<?> violation) {
    String name =
        violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    return CODES.getOrDefault(name, WireNames.snake(name));
  }

  private static String message(ConstraintViolation<?> violation) {
    Object value = violation.getInvalidValue();
    return value == null
        ? "is required"
        : violation.getMessage() + ", got " + Texts.shorten(String.valueOf(value));
  }

  /** Adds a violation unless the rule holds. */
  public Constraints rule(boolean holds, String pointer, String code, String message) {
    if (!holds) {
      violations.add(new Violation(pointer, code, message));
    }
    return this;
  }

  /**
   * Ends the check.
   *
   * @throws InvalidModelException when a rule was broken
   */
  public void done() {
    if (!violations.isEmpty()) {
      throw new InvalidModelException(model, violations);
    }
  }
}
