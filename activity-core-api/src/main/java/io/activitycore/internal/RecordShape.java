package io.activitycore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A record as the wire sees it.
 *
 * @param constructor the canonical constructor
 * @param components in the order of the constructor
 */
public record RecordShape(Constructor<?> constructor, List<Component> components) {

  /**
   * One component.
   *
   * @param wireName snake_case, or what {@link JsonProperty} says
   * @param type its generic type
   * @param reflected for its annotations
   */
  public record Component(String wireName, Type type, RecordComponent reflected) {}

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
    return new Component(name, component.getGenericType(), component);
  }
}
