package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** The configuration of a broker is wrong; the message names the key and what is possible. */
public final class BrokerSettingsException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message the key, the value found, and what was expected
   * @param cause the underlying error, if any
   */
  public BrokerSettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
