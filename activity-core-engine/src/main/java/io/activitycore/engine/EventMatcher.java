package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.route.RouteResult;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoredDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which definitions an event would start, without starting anything: the same routing as the
 * running core. Thread-safe.
 */
public final class EventMatcher {

  private final Router router;

  private EventMatcher(Router router) {
    this.router = router;
  }

  /**
   * Over a set of definitions, which must have been checked by a {@link DefinitionValidator}.
   *
   * @throws IllegalStateException without an expression engine on the class path
   */
  public static EventMatcher of(List<ActivityDefinition> definitions) {
    List<StoredDefinition> stored =
        definitions.stream()
            .map(definition -> new StoredDefinition(definition, 1, DefinitionJson.hash(definition)))
            .toList();
    return new EventMatcher(Router.of(stored, CachedExpressions.find()));
  }

  /** What the event would start, and why not the others of its type. */
  public Match match(EventEnvelope event) {
    RouteResult routed = router.explain(event, Integer.MAX_VALUE);
    return new Match(
        event.eventId(),
        routed.matched().stream().map(stored -> stored.definition().id()).toList(),
        routed.filtered().stream()
            .map(
                filtered ->
                    new Filtered(
                        filtered.definition().definition().id(),
                        filtered.miss().path(),
                        filtered.miss().expected(),
                        filtered.miss().actual()))
            .toList());
  }

  /**
   * The answer.
   *
   * @param eventId the event
   * @param matched activity ids, sorted
   * @param filtered enabled definitions of the event's type that it does not start, by activity id
   */
  public record Match(String eventId, List<String> matched, List<Filtered> filtered) {}

  /**
   * A definition that the event does not start.
   *
   * @param activity its id
   * @param path {@code source}, {@code where}, or the payload's field as {@code payload.a.b}
   * @param expected what the definition asks for
   * @param actual what the event has; null where it has nothing
   */
  public record Filtered(
      String activity, String path, JsonNode expected, @Nullable JsonNode actual) {}
}
