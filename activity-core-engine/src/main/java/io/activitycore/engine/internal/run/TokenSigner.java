package io.activitycore.engine.internal.run;

import java.time.Instant;

/** Signs what a reply must bring back. Thread-safe. */
@FunctionalInterface
public interface TokenSigner {

  /** A token for a wait. */
  String sign(String tenant, String waitId, Instant expiry);
}
