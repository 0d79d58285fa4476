package io.activitycore.engine.internal.dispatch;

import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.Decision;
import io.activitycore.spi.WaitStore;
import org.jspecify.annotations.Nullable;

/** Takes replies to async tasks: events that bring a token of ours back. Thread-safe. */
public final class Replies {

  /** Over the store's waits. */
  public Replies(WaitStore waits, AnswerRelay relay) {}

  /** What became of a reply. */
  record Taken(Decision.Kind kind, String reason, @Nullable String workflowId) {}

  boolean isReply(EventEnvelope event) {
    return event.extensions().containsKey(Pending.TOKEN);
  }

  Taken take(EventEnvelope event) {
    return new Taken(Decision.Kind.REJECTED, "not yet", null);
  }
}
