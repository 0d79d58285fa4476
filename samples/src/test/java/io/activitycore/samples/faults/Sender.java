package io.activitycore.samples.faults;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends what it is given, in order, each until the broker has confirmed it: while the broker is
 * away it stands still. What is sent again may be there twice. Thread-safe.
 */
final class Sender implements AutoCloseable {

  private static final long PAUSE_MILLIS = 100;

  private final BrokerUnderTest broker;
  private final String lane;
  private final BlockingQueue<Sent> queue = new LinkedBlockingQueue<>();
  private final Queue<Sent> confirmed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  Sender(BrokerUnderTest broker, String lane) {
    this.broker = broker;
    this.lane = lane;
    thread = new Thread(this::run, "sender");
    thread.setDaemon(true);
    thread.start();
  }

  void send(Sent message) {
    open.incrementAndGet();
    queue.add(message);
  }

  /** Whether all is sent. */
  boolean isDone() {
    return open.get() == 0;
  }

  /** What the broker has confirmed: what counts as received. */
  List<Sent> confirmed() {
    return List.copyOf(confirmed);
  }

  private void run() {
    try {
      while (!closed) {
        Sent next = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          send(next, Duration.ofMillis(PAUSE_MILLIS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Sent message, Duration pause) throws InterruptedException {
    while (!closed) {
      try {
        broker.send(lane, message.key(), message.headers(), message.body());
        confirmed.add(message);
        open.decrementAndGet();
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis()); // as any sender would before it tries again
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
