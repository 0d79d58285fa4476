package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows as columns: each is one array parameter, so that a statement's text does not depend on how
 * many rows there are. Not thread-safe.
 *
 * @param <T> what a row is made of
 */
final class Batch<T> {

  private record Column(String name, Class<?> type, List<? extends @Nullable Object> values) {}

  private final List<T> rows;
  private final List<Column> columns = new ArrayList<>();

  Batch(List<T> rows) {
    this.rows = rows;
  }

  /** A column of ids, which are checked. */
  Batch<T> id(String name, Function<T, @Nullable String> value) {
    return text(name, row -> Identifiers.checked(name, value.apply(row)));
  }

  Batch<T> text(String name, Function<T, @Nullable String> value) {
    return column(name, String.class, value);
  }

  Batch<T> json(String name, Function<T, @Nullable JsonNode> value) {
    return column(name, String.class, row -> Json.write(value.apply(row)));
  }

  Batch<T> integer(String name, Function<T, Integer> value) {
    return column(name, Integer.class, value);
  }

  Batch<T> number(String name, Function<T, Long> value) {
    return column(name, Long.class, value);
  }

  Batch<T> flag(String name, Function<T, Boolean> value) {
    return column(name, Boolean.class, value);
  }

  /** The rows' numbers, from 0. */
  Batch<T> numbered(String name) {
    List<Integer> numbers = IntStream.range(0, rows.size()).boxed().toList();
    columns.add(new Column(name, Integer.class, numbers));
    return this;
  }

  private Batch<T> column(
      String name, Class<?> type, Function<T, ? extends @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(value.apply(row)));
    columns.add(new Column(name, type, values));
    return this;
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    for (Column column : columns) {
      statement.bindArray(column.name(), column.type(), column.values().toArray());
    }
    return statement;
  }
}
