package io.activitycore.engine.internal.intake;

/**
 * How large one event may be; each limit is inclusive.
 *
 * @param bytes of the body
 * @param depth of nested objects and arrays in the native form of the envelope, itself counted
 * @param digits of one number, sign, point and exponent counted
 */
public record EnvelopeLimits(int bytes, int depth, int digits) {

  /** 2 MiB, 1,000 levels, numbers of 1,000 characters. */
  public static final EnvelopeLimits DEFAULT = new EnvelopeLimits(2 * 1_024 * 1_024, 1_000, 1_000);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException when a limit leaves no room for any envelope
   */
  public EnvelopeLimits {
    if (bytes < 1 || depth < 2 || digits < 1) {
      throw new IllegalArgumentException(
          "limits must be bytes >= 1, depth >= 2, digits >= 1, got %d, %d, %d"
              .formatted(bytes, depth, digits));
    }
  }
}
