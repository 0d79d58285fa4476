package io.activitycore.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.RecordShape.Component;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes records as trees, in the order of their components; the reverse of {@link Binder}. */
public final class RecordWriter {

  private final Function<Object, @Nullable JsonNode> own;

  /**
   * A writer.
   *
   * @param own what writes a value in its own way, or gives null
   */
  public RecordWriter(Function<Object, @Nullable JsonNode> own) {
    this.own = own;
  }

  /** A value that a record holds, or a record. */
  public JsonNode write(Object value) {
    JsonNode written = own.apply(value);
    if (written != null) {
      return written;
    }
    if (value instanceof Record each) {
      return object(each);
    }
    if (value instanceof Collection<?> many) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      many.forEach(element -> array.add(write(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      map.forEach((name, each) -> object.set(name.toString(), write(each)));
      return object;
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof JsonNode tree) {
      return tree.deepCopy();
    } else if (value instanceof Duration duration) {
      return TextNode.valueOf(Durations.format(duration));
    } else if (value instanceof Instant instant) {
      return TextNode.valueOf(instant.toString());
    } else if (value instanceof Enum<?> constant) {
      return TextNode.valueOf(Scalars.wireName(constant));
    } else if (value instanceof Boolean bool) {
      return BooleanNode.valueOf(bool);
    } else if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    } else if (value instanceof Double number) {
      return DoubleNode.valueOf(number);
    }
    return TextNode.valueOf((String) value);
  }

  private ObjectNode object(Record value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Component component : Constraints.shape(value.getClass()).components()) {
      Object part = get(component, value);
      if (part != null && !isLeftOut(component, part)) {
        object.set(component.wireName(), write(part));
      }
    }
    return object;
  }

  /** What is empty and would be empty if absent. */
  private static boolean isLeftOut(Component component, Object part) {
    if (part instanceof JsonNode tree) {
      return tree.isObject() && tree.isEmpty() && tree.equals(component.standard());
    }
    return (part instanceof Collection<?> many && many.isEmpty())
        || (part instanceof Map<?, ?> map && map.isEmpty());
  }

  private static @Nullable Object get(Component component, Record value) {
    try {
      return component.reflected().getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component.reflected(), e);
    }
  }
}
