package io.activitycore.testing.contract;

/** Where a consumer of the kit can die, in the order in which an event passes. */
public enum CrashPoint {
  /** The delivery was handed over; nothing is done. */
  AFTER_POLL,
  /** It is known what to do. */
  AFTER_DECIDE,
  /** The run is started, nobody has noted it. */
  AFTER_START,
  /** The decision is recorded, the delivery is not acknowledged. */
  AFTER_RECORD,
  /** The delivery was acknowledged to the adapter just now. */
  AFTER_ACK
}
