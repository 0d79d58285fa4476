package io.activitycore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record as the wire sees it.
 *
 * @param constructor the canonical constructor
 * @param components in the order of the constructor
 */
public record RecordShape(Constructor<?> constructor, List<Component> components) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * One component.
   *
   * @param wireName snake_case, or what {@link JsonProperty} says
   * @param type its generic type
   * @param nullable whether the record holds null where it is absent
   * @param refusesNull whether a constraint on it refuses null
   * @param standard the value of {@link Default}; not to be changed
   * @param reflected for its annotations
   */
  public record Component(
      String wireName,
      Type type,
      boolean nullable,
      boolean refusesNull,
      @Nullable JsonNode standard,
      RecordComponent reflected) {

    /** Whether the wire form must have it. */
    public boolean required() {
      return refusesNull && standard == null;
    }
  }

  /** A component's place by its wire name; it must exist. */
  int indexOf(String wireName) {
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).wireName().equals(wireName)) {
        return i;
      }
    }
    throw new IllegalArgumentException(constructor.getDeclaringClass() + " has no " + wireName);
  }

  static RecordShape of(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      return new RecordShape(
          constructor, Arrays.stream(components).map(RecordShape::component).toList());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(record + " has no canonical constructor", e);
    }
  }

  private static Component component(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    String name =
        property != null && !property.value().isEmpty()
            ? property.value()
            : WireNames.snake(component.getName());
    AnnotatedType type = component.getAnnotatedType();
    boolean refusesNull =
        Stream.of(NotNull.class, NotEmpty.class, NotBlank.class)
            .anyMatch(type::isAnnotationPresent);
    Default standard = component.getAnnotation(Default.class);
    return new Component(
        name,
        component.getGenericType(),
        type.isAnnotationPresent(Nullable.class),
        refusesNull,
        standard == null ? null : value(standard.value()),
        component);
  }

  private static JsonNode value(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
