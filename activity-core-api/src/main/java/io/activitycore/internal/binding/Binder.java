package io.activitycore.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.OneOrMany;
import io.activitycore.internal.OrInteger;
import io.activitycore.internal.Pointers;
import io.activitycore.internal.Presence;
import io.activitycore.internal.RecordShape;
import io.activitycore.internal.RecordShape.Component;
import io.activitycore.internal.Texts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads trees as records. Immutable. An explicit null counts as absent. */
public final class Binder {

  /** Reads one type; gives null after it reported a problem. */
  public interface Converter {

    /** Reads the node, which is not null. */
    @Nullable Object read(JsonNode node, String pointer, Target target);
  }

  private final Map<Class<?>, Converter> converters;

  /** A binder that reads these types in their own way, beside the common ones. */
  public Binder(Map<Class<?>, Converter> own) {
    converters = new LinkedHashMap<>(Scalars.CONVERTERS);
    converters.putAll(own);
  }

  /** Reads a record. */
  public <T extends Record> Bound<T> bind(JsonNode tree, Class<T> type) {
    Target target = new Target();
    Object value = record(tree, type, "", target);
    return new Bound<>(target.problems().isEmpty() ? type.cast(value) : null, target.problems());
  }

  private @Nullable Object read(
      JsonNode node, Type type, boolean oneOrMany, String pointer, Target target) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(node, generic.getActualTypeArguments()[0], oneOrMany, pointer, target)
          : map(node, generic.getActualTypeArguments()[1], pointer, target);
    }
    Class<?> plain = (Class<?>) type;
    Converter converter = converters.get(plain);
    if (converter != null) {
      return converter.read(node, pointer, target);
    }
    return plain.isEnum()
        ? Scalars.constant(node, plain, pointer, target)
        : record(node, plain.asSubclass(Record.class), pointer, target);
  }

  private @Nullable Object list(
      JsonNode node, Type element, boolean oneOrMany, String pointer, Target target) {
    List<@Nullable Object> values = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size() && !target.isFull(); i++) {
        values.add(read(node.get(i), element, false, Pointers.child(pointer, i), target));
      }
      return values;
    }
    if (!oneOrMany || node.isObject()) {
      return target.wrongType(pointer, oneOrMany ? "a string or a list of them" : "a list", node);
    }
    values.add(read(node, element, false, pointer, target));
    return values;
  }

  private @Nullable Object map(JsonNode node, Type value, String pointer, Target target) {
    if (!node.isObject()) {
      return target.wrongType(pointer, "an object", node);
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!target.isFull()) {
        String child = Pointers.child(pointer, entry.getKey());
        values.put(entry.getKey(), read(entry.getValue(), value, false, child, target));
      }
    }
    return values;
  }

  private @Nullable Object record(
      JsonNode node, Class<? extends Record> type, String pointer, Target target) {
    if (!node.isObject()) {
      return target.wrongType(pointer, "an object", node);
    }
    RecordShape shape = Constraints.shape(type);
    int before = target.problems().size();
    unknown(node, shape, pointer, target);
    int unknown = target.problems().size();
    @Nullable Object[] values = new Object[shape.components().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = component(node, shape.components().get(i), pointer, target);
    }
    for (Violation violation : Presence.broken(type, name -> present(node, name))) {
      target.add(
          pointer + violation.pointer(), violation.code(), violation.message() + nulls(node));
    }
    Object made = null;
    if (target.problems().size() > unknown) {
      report(Constraints.broken(type, target.unreadBelow(pointer), values), node, pointer, target);
    } else {
      made = make(shape, values, node, pointer, target);
    }
    if (target.problems().size() > before) {
      target.unread(pointer);
      return null;
    }
    return made;
  }

  private static void report(
      List<Violation> violations, JsonNode node, String pointer, Target target) {
    for (Violation violation : violations) {
      String at = violation.pointer();
      JsonNode list = node.at(Pointers.parent(at));
      boolean single = at.endsWith("/0") && list.isValueNode() && !list.isMissingNode();
      target.add(
          pointer + (single ? Pointers.parent(at) : at), violation.code(), violation.message());
    }
  }

  private static void unknown(JsonNode node, RecordShape shape, String pointer, Target target) {
    List<String> known = shape.components().stream().map(Component::wireName).toList();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        target.add(
            Pointers.child(pointer, entry.getKey()),
            "unknown_property",
            "is not known, expected "
                + (known.isEmpty() ? "no property" : "one of " + String.join(", ", known)));
      }
    }
  }

  private static @Nullable JsonNode present(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Says so where something may be missing because its value is null. */
  private static String nulls(JsonNode node) {
    String names =
        node.properties().stream()
            .filter(entry -> entry.getValue().isNull())
            .map(entry -> Texts.shorten(entry.getKey()))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " (null counts as absent: " + names + ")";
  }

  private @Nullable Object component(
      JsonNode node, Component component, String pointer, Target target) {
    String child = Pointers.child(pointer, component.wireName());
    boolean oneOrMany = component.reflected().isAnnotationPresent(OneOrMany.class);
    JsonNode value = worded(component, present(node, component.wireName()));
    if (value != null) {
      return read(value, component.type(), oneOrMany, child, target);
    }
    JsonNode standard = worded(component, component.standard());
    if (standard != null) {
      return read(standard, component.type(), oneOrMany, child, target);
    }
    if (component.required()) {
      String got = node.has(component.wireName()) ? ", got null, which counts as absent" : "";
      return target.refuse(child, "required", "is required" + got);
    }
    return component.nullable() ? null : empty(component);
  }

  /** The text of an integer, where the component holds a text that may be written so. */
  private static @Nullable JsonNode worded(Component component, @Nullable JsonNode value) {
    return value != null
            && value.isIntegralNumber()
            && component.reflected().isAnnotationPresent(OrInteger.class)
        ? TextNode.valueOf(value.asText())
        : value;
  }

  private static Object empty(Component component) {
    return component.reflected().getType() == List.class ? List.of() : Map.of();
  }

  private static @Nullable Object make(
      RecordShape shape, @Nullable Object[] values, JsonNode node, String pointer, Target target) {
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidModelException invalid) {
        report(invalid.violations(), node, pointer, target);
        return null;
      }
      throw new IllegalStateException("cannot make " + shape.constructor(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + shape.constructor(), e);
    }
  }
}
