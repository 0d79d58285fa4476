package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a read-only CEL map, converted as it is read. It is a {@link CelValue} because
 * CEL would otherwise walk the whole object at every selection.
 */
@Immutable
@SuppressWarnings("Immutable") // nobody changes the node while an expression reads it
final class ObjectView extends CelValue implements Map<String, Object>, SelectableValue<String> {
  private static final CelType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

  private final JsonNode node;
  private final Path path;
  private final Budget budget;

  ObjectView(JsonNode node, Path path, Budget budget) {
    this.node = node;
    this.path = path;
    this.budget = budget;
  }

  JsonNode node() {
    return node;
  }

  /** The error for a key that is not there; it names the whole path. */
  CelAttributeNotFoundException missing(Object key) {
    return CelAttributeNotFoundException.of("no such key: " + Path.text(path.text(), key));
  }

  @Override
  public Object select(String field) {
    Object value = get(field);
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.ofNullable(get(field));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    JsonNode value = key instanceof String name ? node.get(name) : null;
    return value == null ? null : member((String) key, value);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String name && node.has(name);
  }

  @Override
  public int size() {
    return node.size();
  }

  @Override
  public boolean isEmpty() {
    return node.isEmpty();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, Object>> iterator() {
        Iterator<Entry<String, JsonNode>> fields = node.properties().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return fields.hasNext();
          }

          @Override
          public Entry<String, Object> next() {
            Entry<String, JsonNode> field = fields.next();
            return Map.entry(field.getKey(), member(field.getKey(), field.getValue()));
          }
        };
      }

      @Override
      public int size() {
        return node.size();
      }
    };
  }

  private Object member(@Nullable String key, JsonNode value) {
    budget.spend(1);
    return JsonIn.toCel(value, new Path.Step(path, String.valueOf(key)), budget);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  // The rest of Map, as AbstractMap has it.

  private Map<String, Object> plain() {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, Object>> entrySet() {
        return ObjectView.this.entrySet();
      }
    };
  }

  @Override
  public Set<String> keySet() {
    return plain().keySet();
  }

  @Override
  public Collection<Object> values() {
    return plain().values();
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return plain().containsValue(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || plain().equals(other);
  }

  @Override
  public int hashCode() {
    return plain().hashCode();
  }

  @Override
  public String toString() {
    return path.text();
  }

  @Override
  public @Nullable Object put(String key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(Map<? extends String, ?> entries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }
}
