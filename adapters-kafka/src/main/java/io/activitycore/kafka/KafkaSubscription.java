package io.activitycore.kafka;

import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.SourceState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running subscription: its threads and their end. */
final class KafkaSubscription implements EventSource.Subscription {

  private static final Logger log = LoggerFactory.getLogger(KafkaSubscription.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaOptions options;
  private final Assignment assignment;
  private final DeadLetterWriter deadLetters;
  private final Settler settler;
  private final Lag lag;
  private final ConsumerLoop loop;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread poller;
  private final Thread deliverer;
  private final Thread undertaker;

  KafkaSubscription(
      KafkaOptions options, KafkaLink link, KafkaTopology topology, DeliveryListener listener) {
    this.options = options;
    this.assignment = new Assignment(options);
    this.deadLetters = new DeadLetterWriter(options, link, topology, assignment);
    this.settler = new Settler(options, listener, assignment, deadLetters);
    this.lag = new Lag(link, assignment);
    this.loop = new ConsumerLoop(options, link.consumer(), assignment, lag);
    this.poller = thread("poll", loop);
    this.deliverer = thread("deliver", this::deliver);
    this.undertaker = thread("dead", deadLetters);
  }

  private Thread thread(String task, Runnable work) {
    return KafkaLink.thread("activity-kafka-" + task + "-" + options.group(), work);
  }

  void start() {
    undertaker.start();
    deliverer.start();
    poller.start();
    log.info("Kafka: consuming {} as {}", options.topics(), options.group());
  }

  private void deliver() {
    try {
      while (!assignment.isClosed()) {
        Held next = assignment.take(POLL);
        if (next != null) {
          settler.handOver(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void pause() {
    assignment.pause(true);
    log.info("Kafka: {} paused", options.topics());
  }

  @Override
  public void resume() {
    assignment.pause(false);
    log.info("Kafka: {} resumed", options.topics());
  }

  @Override
  public SourceState state() {
    String stuck = deadLetters.problem();
    return new SourceState(
        loop.isConnected() && lag.isAnswered(),
        assignment.isPaused() || assignment.isHeldUp(),
        assignment.inFlight(),
        lag.total(),
        stuck == null ? loop.problem() : stuck);
  }

  /** Leaves as a killed process would, but for telling the group: nothing more is committed. */
  void crash() {
    loop.abort();
    close();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    assignment.close();
    try {
      poller.join(); // bounded: the drain time-out and two requests
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      poller.interrupt();
    }
    deadLetters.stop();
    deliverer.interrupt();
    undertaker.interrupt();
  }
}
