package io.activitycore.benchmarks.endtoend;

import io.activitycore.event.EventEnvelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A closed loop: so many threads, each starts a run, waits for its end, starts the next.
 *
 * @param ends tells when a run has ended
 * @param serverPid for its CPU; 0 where it is not known
 */
record Load(RunEnds ends, long serverPid) {

  private static final long LONGEST_SECONDS = 120;

  /**
   * Runs one leg.
   *
   * @param prefix of the event ids; must be new
   * @throws IllegalStateException when a run did not end
   */
  Leg run(Contender contender, String prefix, int runs, int concurrency) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    try {
      long[] latencies = new long[runs];
      AtomicInteger next = new AtomicInteger();
      Callable<Void> loop =
          () -> {
            for (int i = next.getAndIncrement(); i < runs; i = next.getAndIncrement()) {
              latencies[i] = one(contender, contender.work().event(prefix + "-" + i));
            }
            return null;
          };
      contender.work().mostAtOnce();
      SortedMap<String, Long> callsBefore = ends.calls();
      Cpu cpuBefore = Cpu.now(serverPid);
      long begin = System.nanoTime();
      List<Future<Void>> loops = new ArrayList<>();
      for (int i = 0; i < concurrency; i++) {
        loops.add(threads.submit(loop));
      }
      for (Future<Void> each : loops) {
        each.get();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Leg(
          seconds,
          Arrays.stream(latencies).boxed().toList(),
          Cpu.now(serverPid).since(cpuBefore),
          difference(ends.calls(), callsBefore),
          contender.work().mostAtOnce());
    } finally {
      threads.shutdownNow();
    }
  }

  private long one(Contender contender, EventEnvelope event)
      throws InterruptedException, ExecutionException {
    String workflowId = contender.workflowId(event);
    CompletableFuture<Void> end = ends.expect(workflowId);
    long begin = System.nanoTime();
    contender.start(event);
    try {
      end.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          workflowId + " has not ended within " + LONGEST_SECONDS + " s", e);
    }
    return System.nanoTime() - begin;
  }

  private static SortedMap<String, Long> difference(
      SortedMap<String, Long> after, SortedMap<String, Long> before) {
    SortedMap<String, Long> difference = new TreeMap<>();
    after.forEach((method, sum) -> difference.put(method, sum - before.getOrDefault(method, 0L)));
    difference.values().removeIf(sum -> sum == 0);
    return difference;
  }
}
