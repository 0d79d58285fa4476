package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.plan.WaitTimes;
import io.activitycore.handler.Pending;
import org.jspecify.annotations.Nullable;

/** A handler's answer that its task is not done yet: see {@link Pending}. Pure. */
final class PendingAnswer {

  private PendingAnswer() {}

  /** The request that is to go out; null when the answer is an ordinary result. */
  static @Nullable JsonNode request(Effect.Pending effect, @Nullable JsonNode result) {
    boolean pending =
        effect instanceof Effect.StartTask
            && result != null
            && result.size() == 1
            && result.path(Pending.MEMBER).isObject();
    return pending && result != null ? result.get(Pending.MEMBER) : null;
  }

  /** What is wrong with a request; null when nothing is. */
  static @Nullable String problem(JsonNode request) {
    if (!request.path("type").isTextual() || request.get("type").textValue().isBlank()) {
      return Pending.MEMBER + ": type: expected the type of the event to send";
    }
    if (!request.hasNonNull("payload")) {
      return Pending.MEMBER + ": payload: expected the payload of the event to send";
    }
    if (request.hasNonNull("timeout")) {
      try {
        WaitTimes.duration(request.get("timeout").asText());
      } catch (IllegalArgumentException e) {
        return Pending.MEMBER + ": timeout: " + e.getMessage();
      }
    }
    return null;
  }
}
