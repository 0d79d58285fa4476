package io.activitycore.engine.internal.reply;

import java.time.Instant;

/**
 * What a reply's token says. It is signed, not secret: whoever has it can read it.
 *
 * @param tenant the tenant
 * @param waitId the wait that the reply is for
 * @param expiry from when on it is too late; to the millisecond
 */
public record ReplyToken(String tenant, String waitId, Instant expiry) {

  /** What a token turned out to be. */
  public sealed interface Verdict {

    /** Signed by us, and in time. */
    record Genuine(ReplyToken token) implements Verdict {}

    /** Signed by us, but too late. */
    record Expired(ReplyToken token) implements Verdict {}

    /** Signed by somebody else, or changed on the way. */
    record Forged() implements Verdict {}

    /** No token at all. */
    record Malformed() implements Verdict {}
  }
}
