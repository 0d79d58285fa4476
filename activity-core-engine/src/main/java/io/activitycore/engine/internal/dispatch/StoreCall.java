package io.activitycore.engine.internal.dispatch;

import io.activitycore.spi.StoreException;
import java.util.function.Supplier;

/** Says of a store's error whether to ask again. */
final class StoreCall {

  private StoreCall() {}

  /**
   * What the store answers.
   *
   * @param what was asked of it, such as {@code park evt-1}
   * @throws RefusedException when it can never do so
   * @throws UnavailableException when it, or whoever else was asked in the call, did not answer
   */
  static <T> T ask(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (UnavailableException | RefusedException e) {
      throw e;
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
