package io.activitycore.benchmarks.brokers;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One contender in one round.
 *
 * @param count messages
 * @param seconds from the first to the last
 * @param threads CPU seconds of this process' Java threads
 * @param jvm CPU seconds of all of this process
 * @param server CPU seconds of Temporal's server
 * @param machine CPU seconds of everything
 */
record Leg(int count, double seconds, double threads, double jvm, double server, double machine) {

  /** Messages a second. */
  double rate() {
    return count / seconds;
  }

  /** CPU of this process' Java threads for a message, in microseconds. */
  double micros() {
    return threads / count * 1e6;
  }

  /** CPU of Temporal's server for a message, in microseconds. */
  double serverMicros() {
    return server / count * 1e6;
  }

  /** Cores used by neither of both: the broker, and whatever else runs. */
  double otherCores() {
    return Math.max(0, machine - jvm - server) / seconds;
  }

  /** The value that half of the rounds reach. */
  static double median(List<Leg> legs, ToDoubleFunction<Leg> value) {
    return median(legs.stream().mapToDouble(value).toArray());
  }

  static double median(double... values) {
    double[] sorted = java.util.Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
