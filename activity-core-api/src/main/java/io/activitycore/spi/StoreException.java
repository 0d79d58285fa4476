package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Store} did not do what was asked: it did not answer, which may pass, or it refuses what
 * it was given, which will not. The message says what, and why.
 */
public final class StoreException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  /**
   * Creates the error of a store that did not answer: the same may be asked again.
   *
   * @param message what was asked, why it was not done, and what to do if there is something
   * @param cause the storage's error, if any
   */
  public StoreException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private StoreException(String message, @Nullable Throwable cause, boolean refusal) {
    super(message, cause);
    this.refusal = refusal;
  }

  /**
   * Creates the error of a store that can never keep what it was given.
   *
   * @param message what was asked, and what was expected
   * @param cause the storage's error, if any
   */
  public static StoreException refusal(String message, @Nullable Throwable cause) {
    return new StoreException(message, cause, true);
  }

  /** Whether the same would be refused again, for ever. */
  public boolean isRefusal() {
    return refusal;
  }
}
