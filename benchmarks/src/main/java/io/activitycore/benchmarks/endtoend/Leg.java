package io.activitycore.benchmarks.endtoend;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured of one contender in one round.
 *
 * @param seconds from the first start to the last end
 * @param latencies of each run, from before its start to its end, in nanoseconds, sorted
 * @param cpu used in that time
 * @param calls to the server, by method
 * @param mostAtOnce tasks that ran at once, at most
 */
record Leg(
    double seconds, List<Long> latencies, Cpu cpu, SortedMap<String, Long> calls, int mostAtOnce) {

  /** Sorts. */
  Leg {
    latencies = latencies.stream().sorted().toList();
  }

  double rate() {
    return latencies.size() / seconds;
  }

  /** In milliseconds. */
  double percentile(int percent) {
    int index = (int) Math.ceil(percent / 100.0 * latencies.size()) - 1;
    return latencies.get(Math.max(0, index)) / 1e6;
  }

  /** Cores in use by others. */
  double foreign() {
    return cpu.foreign() / seconds;
  }

  /** CPU of this process, in milliseconds. */
  double ourMillisPerRun() {
    return cpu.ours() * 1000 / latencies.size();
  }

  /** CPU of the server, in milliseconds. */
  double serverMillisPerRun() {
    return cpu.server() * 1000 / latencies.size();
  }

  /** Both. */
  double millisPerRun() {
    return ourMillisPerRun() + serverMillisPerRun();
  }

  double callsPerRun() {
    return calls.values().stream().mapToLong(Long::longValue).sum() / (double) latencies.size();
  }
}
