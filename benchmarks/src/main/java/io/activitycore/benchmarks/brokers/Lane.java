package io.activitycore.benchmarks.brokers;

import io.activitycore.spi.Broker;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Streams or queues of one contender on a real broker, with names of their own. */
interface Lane extends AutoCloseable {

  /** Our adapter on them, with its usual options; the caller closes it. */
  Broker broker();

  /** Publishes so many bodies and waits until the broker has them. */
  void fill(int count, IntFunction<byte[]> body) throws Exception;

  /** What a host would write without us; its connection stays open until it is closed. */
  BareLoop bareLoop() throws Exception;

  /** Removes what is left at the broker. */
  @Override
  void close();

  /** The broker's own client, one thread, manual acknowledgement. */
  interface BareLoop extends AutoCloseable {

    /** Takes so many messages, which are there, and acknowledges each after the work. */
    void take(int count, Consumer<byte[]> work) throws Exception;

    @Override
    void close();
  }
}
