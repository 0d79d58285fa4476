package io.activitycore.engine;

import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store whose runs do something once, after the commit of one method and before its answer:
 * there, a worker may halt. A proxy, so that it serves whatever else stores do.
 */
final class HaltingStore {

  private HaltingStore() {}

  /** What happens between commit and answer. */
  @FunctionalInterface
  interface Halt {
    void run() throws Exception;
  }

  /** The store, with the halt after the first call of the method. */
  static Store after(String method, Store store, Halt halt) {
    AtomicBoolean first = new AtomicBoolean(true);
    RunStore runs =
        proxy(
            RunStore.class,
            (self, called, arguments) -> {
              Object answer = invoke(store.runs(), called, arguments);
              if (called.getName().equals(method) && first.getAndSet(false)) {
                halt.run();
              }
              return answer;
            });
    return proxy(
        Store.class,
        (self, called, arguments) ->
            called.getName().equals("runs") ? runs : invoke(store, called, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
