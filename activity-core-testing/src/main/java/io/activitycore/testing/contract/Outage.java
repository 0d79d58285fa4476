package io.activitycore.testing.contract;

/** Something that a harness can take away and give back, such as the server. */
public interface Outage {

  /** Takes it away: from now on it cannot be reached. What it stores is kept. */
  void begin();

  /** Gives it back; it works when this returns. */
  void end();
}
