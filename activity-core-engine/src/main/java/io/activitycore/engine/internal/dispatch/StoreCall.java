package io.activitycore.engine.internal.dispatch;

import io.activitycore.spi.StoreException;
import java.util.function.Supplier;

/** Says of a store's error whether to ask again. */
final class StoreCall {

  private StoreCall() {}

  /**
   * What the store answers. Only for calls of a store: in anything else an error of ours would be
   * asked again for ever.
   *
   * @param what was asked of it, such as {@code park evt-1}
   * @throws RefusedException when it can never do so
   * @throws UnavailableException when it did not answer
   */
  static <T> T ask(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      if (e instanceof StoreException store && store.isRefusal()) {
        throw new RefusedException("store_refused", String.valueOf(e.getMessage()), e);
      }
      throw new UnavailableException("the store did not " + what + ": " + e.getMessage(), e);
    }
  }

  /** The same for what has no answer. */
  static void tell(String what, Runnable call) {
    ask(
        what,
        () -> {
          call.run();
          return true;
        });
  }
}
