package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.definition.Rollout;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import io.activitycore.internal.CanonicalJson;
import io.activitycore.spi.StoredDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of two versions of a definition an event belongs to. The event's key alone decides, so that
 * each of the two, asked by itself, knows whether the event is its own.
 */
final class Share {

  private static final int HEX_DIGITS_OF_A_LONG = 15;
  private static final int HEX = 16;

  private final String activityId;
  private final int percent;
  private final @Nullable Expression key;

  private Share(String activityId, int percent, @Nullable Expression key) {
    this.activityId = activityId;
    this.percent = percent;
    this.key = key;
  }

  /** What a newer version takes from the one before it. */
  static Share of(StoredDefinition newer, ExpressionEngine expressions) {
    Rollout rollout = newer.definition().rollout();
    String key = rollout == null ? null : rollout.key();
    return new Share(
        newer.definition().id(),
        rollout == null ? Rollout.ALL : rollout.percent(),
        key == null ? null : expressions.compile(key, Candidate.WHERE_NAMES));
  }

  /** Whether the event belongs to the newer version. */
  boolean takes(EventEnvelope event) {
    return percent >= Rollout.ALL
        || (percent > 0 && key(event).map(found -> place(found) < percent).orElse(false));
  }

  private Optional<JsonNode> key(EventEnvelope event) {
    if (key == null) {
      return Optional.of(TextNode.valueOf(event.eventId()));
    }
    try {
      return Optional.of(
          key.evaluate(Map.of("event", EnvelopeJson.tree(event), "payload", event.payload())));
    } catch (ExpressionException e) {
      return Optional.empty();
    }
  }

  /**
   * A place from 0 to 99. The activity's id is in it, so that not the same keys are always first;
   * the version is not, so that a key stays where it is when the percentage grows.
   */
  private long place(JsonNode found) {
    String text = activityId + '\n' + CanonicalJson.sorted(found);
    String hash = CanonicalJson.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(hash.substring(0, HEX_DIGITS_OF_A_LONG), HEX) % Rollout.ALL;
  }
}
