package io.activitycore.postgres.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection lent out for a part of a transaction whose end is ours. */
final class EnlistedConnection implements AutoCloseable {

  private static final Set<String> OURS =
      Set.of("commit", "setAutoCommit", "setTransactionIsolation", "abort");

  private final Connection connection;
  private final Connection lent;
  private volatile boolean over;

  EnlistedConnection(Connection connection) {
    this.connection = connection;
    this.lent =
        (Connection)
            Proxy.newProxyInstance(
                EnlistedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(proxy, method, arguments));
  }

  /** What is lent: it cannot end the transaction, and closing it does nothing. */
  Connection connection() {
    return lent;
  }

  private @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    boolean wholeRollback = name.equals("rollback") && method.getParameterCount() == 0;
    if (method.getDeclaringClass() == Object.class) {
      return switch (name) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "a task's " + connection;
      };
    }
    if (name.equals("close")) {
      return null;
    }
    if (name.equals("isClosed") && over) {
      return true;
    }
    if (over || wholeRollback || OURS.contains(name)) {
      throw new SQLException(
          over
              ? name + ": the task's transaction is over"
              : name + ": the transaction is the task's, and ends when its work returns or throws");
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** From now on it is of no use to who has it. */
  @Override
  public void close() {
    over = true;
  }
}
