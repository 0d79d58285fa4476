package io.activitycore.samples.nats;

import io.activitycore.spi.Store;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The other end of a {@link SurvivingStore}, for a host in a JVM of its own. */
final class RemoteStore {

  private RemoteStore() {}

  static Store at(int port) {
    return proxy(
        Store.class,
        (self, method, nothing) ->
            proxy(
                method.getReturnType(),
                (of, called, arguments) ->
                    call(port, method.getName(), called.getName(), arguments)));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(int port, String of, String method, Object @Nullable [] arguments)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Object[] given = arguments == null ? new Object[0] : arguments;
      StoreWire.write(socket.getOutputStream(), of, method, given);
      Object[] answer = StoreWire.read(socket.getInputStream());
      if (answer.length == 2) {
        throw new IllegalStateException("the store failed: " + answer[1]);
      }
      return answer[0];
    } catch (IOException e) {
      throw new IllegalStateException("the store does not answer", e);
    }
  }
}
