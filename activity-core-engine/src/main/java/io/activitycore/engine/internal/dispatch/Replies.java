package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.reply.ReplyPayload;
import io.activitycore.engine.internal.reply.ReplyToken;
import io.activitycore.engine.internal.reply.ReplyToken.Verdict;
import io.activitycore.engine.internal.reply.ReplyTokens;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.Decision;
import io.activitycore.spi.WaitStore;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes replies to async tasks: events that bring a token of ours back. Thread-safe. */
public final class Replies {

  private final WaitStore waits;
  private final AnswerRelay relay;
  private final @Nullable ReplyTokens tokens;
  private final Clock clock;

  /**
   * Over the store's waits.
   *
   * @param tokens null where no secret was given: every reply is refused
   */
  public Replies(WaitStore waits, AnswerRelay relay, @Nullable ReplyTokens tokens, Clock clock) {
    this.waits = waits;
    this.relay = relay;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What became of a reply. */
  record Taken(Decision.Kind kind, String reason, @Nullable String workflowId) {}

  boolean isReply(EventEnvelope event) {
    return event.extensions().containsKey(Pending.TOKEN);
  }

  /**
   * Takes a reply. Nothing of one that is forged is looked at.
   *
   * @throws UnavailableException when Temporal or the store did not answer: repeating it is
   *     harmless
   */
  Taken take(EventEnvelope event) {
    if (tokens == null) {
      return rejected("no_reply_secret: this host has no reply secret");
    }
    JsonNode text = event.extensions().get(Pending.TOKEN);
    Verdict verdict = tokens.verify(text == null ? "" : text.asText(), clock.instant());
    if (verdict instanceof Verdict.Genuine genuine) {
      return settle(genuine.token(), event);
    }
    if (verdict instanceof Verdict.Expired expired) {
      // By this host's clock. Whether it is too late says the store's, which all hosts share.
      return isKnown(expired.token()) ? settle(expired.token(), event) : late(expired.token());
    }
    return rejected(
        verdict instanceof Verdict.Forged
            ? "forged: the token was not signed by this host"
            : "malformed: the token is none of this host's");
  }

  private Taken settle(ReplyToken token, EventEnvelope event) {
    ReplyPayload payload = ReplyPayload.read(event.payload());
    if (payload instanceof ReplyPayload.Unreadable unreadable) {
      return rejected("unreadable: " + unreadable.reason());
    }
    JsonNode settlement = ((ReplyPayload.Settled) payload).settlement();
    Acceptance accepted =
        StoreCall.ask(
            "take the reply " + event.eventId(),
            () -> waits.accept(token.tenant(), token.waitId(), event.eventId(), settlement));
    return switch (accepted) {
      case ACCEPTED, REPEATED -> replied(token);
      case SETTLED ->
          new Taken(Decision.Kind.DUPLICATE, "double: another reply came first", run(token));
      case CLOSED -> late(token);
      case UNKNOWN -> rejected("unknown: nothing waits or waited for " + token.waitId());
    };
  }

  private Taken replied(ReplyToken token) {
    find(token).ifPresent(row -> relay.deliver(row.awaited()));
    return new Taken(Decision.Kind.REPLIED, "settles " + token.waitId(), run(token));
  }

  private boolean isKnown(ReplyToken token) {
    return find(token).isPresent();
  }

  private Taken late(ReplyToken token) {
    return new Taken(
        Decision.Kind.EXPIRED,
        "late: the run does not wait for " + token.waitId() + " any more",
        run(token));
  }

  private @Nullable String run(ReplyToken token) {
    return find(token).map(row -> row.awaited().workflowId()).orElse(null);
  }

  private Optional<WaitStore.Row> find(ReplyToken token) {
    return StoreCall.ask(
        "find " + token.waitId(), () -> waits.find(token.tenant(), token.waitId()));
  }

  private static Taken rejected(String reason) {
    return new Taken(Decision.Kind.REJECTED, "reply refused: " + reason, null);
  }
}
