package io.activitycore.postgres.internal;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The awaited types of a tenant, as one query found them. Thread-safe. */
final class AwaitedSet {

  private final Set<String> types;
  private final boolean complete;
  private final long asked;
  private final AtomicBoolean renewing = new AtomicBoolean();

  /**
   * A set.
   *
   * @param complete whether these are all
   * @param asked when the query began, in nanoseconds
   */
  AwaitedSet(Set<String> types, boolean complete, long asked) {
    this.types = types;
    this.complete = complete;
    this.asked = asked;
  }

  boolean lacks(String type) {
    return complete && !types.contains(type);
  }

  /** Whether what it lacks is not awaited. */
  boolean holds(long now) {
    return now - asked < AwaitedTypes.HOLDS;
  }

  /** Whether another should be read while this one still holds. */
  boolean isOld(long now) {
    return complete && now - asked >= AwaitedTypes.HOLDS / 2;
  }

  boolean isNewerThan(AwaitedSet other) {
    return asked - other.asked > 0;
  }

  /** True once, when it is old. */
  boolean isToBeRenewed(long now) {
    return isOld(now) && renewing.compareAndSet(false, true);
  }
}
