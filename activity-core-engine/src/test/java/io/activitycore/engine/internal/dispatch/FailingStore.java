package io.activitycore.engine.internal.dispatch;

import io.activitycore.spi.Store;
import io.activitycore.spi.StoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that fails whatever it is asked, while it is told to. Thread-safe. */
public final class FailingStore {

  private final Store inner;
  private final AtomicInteger failed = new AtomicInteger();
  private volatile @Nullable StoreException failure;

  /** Over a store that works. */
  public FailingStore(Store inner) {
    this.inner = inner;
  }

  /** From now on everything fails so; null: it works again. */
  public void failure(@Nullable StoreException now) {
    failure = now;
  }

  /** How many calls failed. */
  public int failed() {
    return failed.get();
  }

  /** The store. */
  public Store store() {
    return (Store)
        proxy(
            Store.class,
            (proxy, method, args) -> port(method.getReturnType(), call(inner, method, args)));
  }

  private Object port(Class<?> type, Object port) {
    return proxy(
        type,
        (proxy, method, args) -> {
          StoreException now = failure;
          // It is asked of the store's own memory, and answers always.
          if (now != null && !method.getName().equals("mayBeAwaited")) {
            failed.incrementAndGet();
            throw now;
          }
          return call(port, method, args);
        });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      method.setAccessible(true); // the stores in memory are package-private
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
