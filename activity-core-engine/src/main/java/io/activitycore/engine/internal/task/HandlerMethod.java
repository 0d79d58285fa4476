package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One handler method: JSON in, JSON out. Thread-safe. */
final class HandlerMethod implements Handler {

  /** Error type of an input that cannot be read or breaks its constraints. */
  static final String INVALID_INPUT = "invalid_input";

  private final String name;
  private final Object instance;
  private final Method method;
  private final @Nullable JavaType inputType;
  private final Validator validator;

  HandlerMethod(
      String name, Object instance, Method method, boolean contextAllowed, Validator validator) {
    this.name = name;
    this.instance = instance;
    this.method = method;
    this.validator = validator;
    this.inputType = inputType(method, contextAllowed);
    if (!method.trySetAccessible()) {
      throw new IllegalArgumentException(
          method + " cannot be called: open its package to this library or make it public");
    }
  }

  private static @Nullable JavaType inputType(Method method, boolean contextAllowed) {
    JavaType input = null;
    int contexts = 0;
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getType() == TaskContext.class) {
        contexts++;
      } else if (input == null) {
        input = HandlerJson.MAPPER.getTypeFactory().constructType(parameter.getParameterizedType());
      } else {
        throw new IllegalArgumentException(
            method + " takes more than one input: expected at most an input and a TaskContext");
      }
    }
    if (contexts > (contextAllowed ? 1 : 0)) {
      throw new IllegalArgumentException(
          method + (contextAllowed ? " takes more than one" : " cannot take a") + " TaskContext");
    }
    return input;
  }

  @Override
  public JsonNode call(JsonNode input, @Nullable TaskContext context) throws Exception {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> type == TaskContext.class ? context : read(input))
            .toArray();
    try {
      return toJson(method.invoke(instance, arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private JsonNode toJson(@Nullable Object result) {
    if (method.getReturnType() == void.class) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode tree = HandlerJson.MAPPER.valueToTree(result);
      return tree == null ? JsonNodeFactory.instance.nullNode() : tree;
    } catch (IllegalArgumentException e) {
      throw new TaskFailedException(
          "invalid_result", name + ": its result cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  private @Nullable Object read(JsonNode input) {
    Object value;
    try {
      value = HandlerJson.MAPPER.treeToValue(input, inputType);
    } catch (JsonProcessingException e) {
      throw new TaskFailedException(
          INVALID_INPUT,
          name + ": its input cannot be read as " + inputType + ": " + e.getOriginalMessage(),
          e);
    }
    if (value == null) {
      return null;
    }
    Set<ConstraintViolation<Object>> violations = validator.validate(value);
    if (!violations.isEmpty()) {
      throw new TaskFailedException(
          INVALID_INPUT,
          name
              + ": its input is invalid: "
              + violations.stream()
                  .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                  .sorted()
                  .collect(Collectors.joining("; ")));
    }
    return value;
  }
}
