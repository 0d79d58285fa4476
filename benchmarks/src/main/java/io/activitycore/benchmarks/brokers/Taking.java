package io.activitycore.benchmarks.brokers;

import io.activitycore.benchmarks.endtoend.Cpu;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Measures from the first of so many messages to the last. Thread-safe. */
final class Taking {

  private static final long LONGEST_MINUTES = 10;

  private final int count;
  private final long serverPid;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Cpu before;
  private volatile @Nullable Cpu after;
  private volatile long begin;
  private volatile long threadsBefore;
  private volatile long threadsAfter;
  private volatile long end;

  Taking(int count, long serverPid) {
    this.count = count;
    this.serverPid = serverPid;
  }

  /** One is there. */
  void begun() {
    if (begun.getAndIncrement() == 0) {
      before = Cpu.now(serverPid);
      threadsBefore = threads();
      begin = System.nanoTime();
    }
  }

  /** One is done. */
  void ended() {
    if (ended.incrementAndGet() == count) {
      end = System.nanoTime();
      after = Cpu.now(serverPid);
      threadsAfter = threads();
      done.countDown();
    }
  }

  /** What was measured, once all are done. */
  Leg await() throws InterruptedException {
    if (!done.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          ended + " of " + count + " after " + LONGEST_MINUTES + " min");
    }
    Cpu first = before;
    Cpu last = after;
    if (first == null || last == null) {
      throw new IllegalStateException("more ended than began");
    }
    Cpu used = last.since(first);
    return new Leg(
        count,
        (end - begin) / 1e9,
        (threadsAfter - threadsBefore) / 1e9,
        used.ours(),
        used.server(),
        used.machine());
  }

  /** CPU of all Java threads in nanoseconds: neither of the JIT nor of the collector. */
  private static long threads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }
}
