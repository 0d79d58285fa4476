package io.activitycore.samples.nats;

import io.activitycore.engine.InMemoryStore;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives the hosts that use it, as a database does: the in-memory store in the
 * test's JVM, which hosts in JVMs of their own reach over a loopback socket ({@link RemoteStore}).
 * It can hold the answer to a call that it has carried out, so that the caller can be killed
 * between commit and answer.
 */
final class SurvivingStore implements AutoCloseable {

  private final Store store = InMemoryStore.create();
  private final ServerSocket server;
  private final Set<String> holds = ConcurrentHashMap.newKeySet();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  SurvivingStore() throws IOException {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    inThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The store itself, for this JVM. */
  Store here() {
    return store;
  }

  /** From now on nobody hears of what a method of {@code runs} has done for an activity. */
  void hold(String method, String activityId) {
    holds.add(method + ' ' + activityId);
  }

  /** Whether a call was carried out, and its caller waits for the answer. */
  boolean isHeld(String method, String activityId) {
    return held.contains(method + ' ' + activityId);
  }

  /** Answers all later calls. */
  void holdNothing() {
    holds.clear();
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "surviving-store");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        inThread(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Object[] request = StoreWire.read(socket.getInputStream());
      String method = (String) request[1];
      Object[] arguments = (Object[]) request[2];
      Object[] answer = answer((String) request[0], method, arguments);
      String hold = method + ' ' + activity(arguments);
      if (holds.contains(hold)) {
        held.add(hold);
        closed.await();
      }
      StoreWire.write(socket.getOutputStream(), answer);
    } catch (IOException e) {
      // The caller was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Object[] answer(String port, String name, Object[] arguments) {
    try {
      Method getter = Store.class.getMethod(port);
      Method method =
          Arrays.stream(getter.getReturnType().getMethods())
              .filter(each -> each.getName().equals(name))
              .findFirst()
              .orElseThrow();
      return new Object[] {method.invoke(getter.invoke(store), arguments)};
    } catch (InvocationTargetException e) {
      return new Object[] {"failed", String.valueOf(e.getCause())};
    } catch (ReflectiveOperationException e) {
      return new Object[] {"failed", e.toString()};
    }
  }

  private static @Nullable String activity(Object[] arguments) {
    boolean batch = arguments.length > 0 && arguments[0] instanceof List<?> list && !list.isEmpty();
    RunKey key = batch ? key(((List<?>) arguments[0]).get(0)) : null;
    return key == null ? null : key.activityId();
  }

  private static @Nullable RunKey key(Object request) {
    if (request instanceof RunStore.Beginning beginning) {
      return beginning.key();
    }
    if (request instanceof RunStore.Journal journal) {
      return journal.key();
    }
    return request instanceof RunStore.Ending ending ? ending.key() : null;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
  }
}
