package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.JsonObject;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.OneOrMany;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events start a run.
 *
 * @param type exact event types; one is enough
 * @param source exact sources; empty means any
 * @param filters an EventBridge pattern on the payload; all of it must hold; null for any payload
 * @param where CEL over {@code event} and {@code payload}, evaluated last; optional
 */
public record EventTrigger(
    @OneOrMany @NotEmpty List<@Identifier String> type,
    @OneOrMany List<@Identifier String> source,
    @JsonObject @Nullable JsonNode filters,
    @Filled @Nullable String where) {

  /** Checks and copies. */
  public EventTrigger {
    type = Copies.list(type);
    source = Copies.list(source);
    filters = filters == null ? null : Copies.json(filters);
    Constraints.check(EventTrigger.class, type, source, filters, where);
  }

  /** Events of these types. */
  public static EventTrigger of(String... types) {
    return new EventTrigger(List.of(types), List.of(), null, null);
  }

  /** The same with exact sources. */
  public EventTrigger withSource(String... sources) {
    return new EventTrigger(type, List.of(sources), filters, where);
  }

  /** The same with a pattern on the payload. */
  public EventTrigger withFilters(JsonNode pattern) {
    return new EventTrigger(type, source, pattern, where);
  }

  /** The same with a last condition in CEL. */
  public EventTrigger withWhere(String expression) {
    return new EventTrigger(type, source, filters, expression);
  }
}
