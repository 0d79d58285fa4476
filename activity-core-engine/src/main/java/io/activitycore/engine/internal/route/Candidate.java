package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.definition.EventTrigger;
import io.activitycore.engine.internal.filter.Filter;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import io.activitycore.spi.StoredDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One event definition with its trigger compiled. */
final class Candidate {

  /** What {@code where} may read. */
  static final List<String> WHERE_NAMES = List.of("event", "payload");

  private final Versions.Version version;
  private final Set<String> sources;
  private final @Nullable Filter filter;
  private final @Nullable Expression where;

  Candidate(Versions.Version version, EventTrigger trigger, ExpressionEngine expressions) {
    this.version = version;
    this.sources = Set.copyOf(trigger.source());
    this.filter = trigger.filters() == null ? null : Filter.compile(trigger.filters());
    this.where = trigger.where() == null ? null : expressions.compile(trigger.where(), WHERE_NAMES);
  }

  StoredDefinition stored() {
    return version.stored();
  }

  /** Whether the event is for this version, and not for another one of the definition. */
  boolean owns(EventEnvelope event) {
    return version.owns(event);
  }

  /** Paths of which only certain keys can match; the source is one of them. */
  Map<String, Set<JsonNode>> equalities() {
    Map<String, Set<JsonNode>> equalities = new TreeMap<>();
    if (filter != null) {
      equalities.putAll(filter.equalities());
    }
    if (!sources.isEmpty()) {
      equalities.put(
          TypeIndex.SOURCE,
          sources.stream().map(TextNode::valueOf).collect(java.util.stream.Collectors.toSet()));
    }
    return equalities;
  }

  boolean matches(EventEnvelope event) {
    return sourceFits(event)
        && (filter == null || filter.matches(event.payload()))
        && whereMiss(event).isEmpty()
        && owns(event);
  }

  Optional<RouteResult.Miss> miss(EventEnvelope event) {
    if (!sourceFits(event)) {
      ArrayNode expected = JsonNodeFactory.instance.arrayNode();
      sources.stream().sorted().forEach(expected::add);
      return Optional.of(
          new RouteResult.Miss("source", expected, TextNode.valueOf(event.source())));
    }
    Optional<Filter.Mismatch> mismatch =
        filter == null ? Optional.empty() : filter.explain(event.payload());
    if (mismatch.isPresent()) {
      Filter.Mismatch found = mismatch.get();
      return Optional.of(
          new RouteResult.Miss("payload." + found.path(), found.expected(), found.actual()));
    }
    return whereMiss(event);
  }

  private boolean sourceFits(EventEnvelope event) {
    return sources.isEmpty() || sources.contains(event.source());
  }

  private Optional<RouteResult.Miss> whereMiss(EventEnvelope event) {
    if (where == null) {
      return Optional.empty();
    }
    JsonNode actual;
    try {
      actual =
          where.evaluate(Map.of("event", EnvelopeJson.tree(event), "payload", event.payload()));
    } catch (ExpressionException e) {
      actual = TextNode.valueOf("error: " + e.getMessage());
    }
    return actual.equals(BooleanNode.TRUE)
        ? Optional.empty()
        : Optional.of(new RouteResult.Miss("where", TextNode.valueOf(where.source()), actual));
  }
}
