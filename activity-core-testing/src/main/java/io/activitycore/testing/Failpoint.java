package io.activitycore.testing;

/** Where a {@link FailpointSource} stops its process. */
public enum Failpoint {
  /** The broker has handed the delivery over; the listener has not seen it. */
  BEFORE_START("before-start"),
  /** The listener has settled the delivery with an acknowledgement that the broker does not get. */
  AFTER_START("after-start");

  private final String label;

  Failpoint(String label) {
    this.label = label;
  }

  /** Its name in the environment, such as {@code after-start}. */
  public String label() {
    return label;
  }
}
