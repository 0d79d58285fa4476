package io.activitycore.rabbitmq;

import io.activitycore.internal.source.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Asks every second how many messages wait, so that nobody has to wait for the answer. */
final class Lag implements Runnable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final RabbitTopology topology;
  private final Gate gate;
  private volatile long waiting = -1;

  Lag(RabbitTopology topology, Gate gate) {
    this.topology = topology;
    this.gate = gate;
  }

  /** What was counted last; empty when the server did not answer. */
  OptionalLong waiting() {
    long counted = waiting;
    return counted < 0 ? OptionalLong.empty() : OptionalLong.of(counted);
  }

  @Override
  public void run() {
    try {
      while (!gate.isClosed()) {
        waiting = count();
        gate.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long count() {
    try {
      return topology.waiting();
    } catch (IOException | TopologyException e) {
      return -1;
    }
  }
}
