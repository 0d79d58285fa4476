package io.activitycore.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header of W3C Trace Context, of any version but the forbidden one. */
public final class Traceparent {

  private static final Pattern VALID =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private Traceparent() {}

  /** A trace id that can stand in that header; empty for others: a receiver throws them away. */
  public static Optional<String> of(@Nullable String traceId) {
    return Optional.ofNullable(traceId).filter(id -> VALID.matcher(id).matches());
  }
}
