package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.spi.StoredDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing says of one event; every list is sorted by activity id.
 *
 * @param matched what it starts
 * @param filtered enabled definitions of its type that it does not start
 * @param disabled definitions of its type that are off, and do not keep the event
 * @param parked definitions that are off, match, and keep the event
 */
public record RouteResult(
    List<StoredDefinition> matched,
    List<Filtered> filtered,
    List<StoredDefinition> disabled,
    List<StoredDefinition> parked) {

  /**
   * A definition that an event does not start.
   *
   * @param definition the definition
   * @param miss the first reason
   */
  public record Filtered(StoredDefinition definition, Miss miss) {}

  /**
   * Why not.
   *
   * @param path {@code source}, {@code where}, or the payload's field as {@code payload.a.b}
   * @param expected what the definition asks for
   * @param actual what the event has; null where it has nothing
   */
  public record Miss(String path, JsonNode expected, @Nullable JsonNode actual) {}
}
