package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.Immutable;
import java.util.Objects;

/** A JSON array as a read-only CEL list, converted as it is read. */
@Immutable
@SuppressWarnings("Immutable") // nobody changes the node while an expression reads it
final class ArrayView extends ForwardingListValue {
  private final JsonNode node;
  private final Path path;
  private final Budget budget;

  ArrayView(JsonNode node, Path path, Budget budget) {
    this.node = node;
    this.path = path;
    this.budget = budget;
  }

  JsonNode node() {
    return node;
  }

  Path path() {
    return path;
  }

  @Override
  public Object get(int index) {
    JsonNode element = Objects.requireNonNull(node.get(index));
    budget.spend(1);
    return JsonIn.toCel(element, new Path.Step(path, index), budget);
  }

  @Override
  public int size() {
    return node.size();
  }

  @Override
  public String toString() {
    return path.text();
  }
}
