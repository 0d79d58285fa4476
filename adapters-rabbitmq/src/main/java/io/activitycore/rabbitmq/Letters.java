package io.activitycore.rabbitmq;

import io.activitycore.internal.source.BackOff;
import io.activitycore.internal.source.Gate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters away and copies into delay queues. An original is acknowledged only when its
 * letter is confirmed; while that fails, nothing new is handed over.
 */
final class Letters implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Letters.class);
  private static final int BATCH = 64;
  private static final long POLL_MILLIS = 200;

  /**
   * Something to put away.
   *
   * @param held whose it is
   * @param message what is published
   * @param bare what is published when the headers are too much for one frame
   * @param confirmed what to do then
   */
  record Letter(Held held, Outgoing message, Outgoing bare, Runnable confirmed) {}

  private record Sent(Letter letter, CompletableFuture<Void> answer) {}

  private final Publisher publisher;
  private final RabbitTopology topology;
  private final Gate gate;
  private final BackOff backOff;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private volatile boolean stopped;
  private volatile @Nullable String problem;

  Letters(RabbitOptions options, Publisher publisher, RabbitTopology topology, Gate gate) {
    this.publisher = publisher;
    this.topology = topology;
    this.gate = gate;
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
  }

  /** Takes a letter; returns at once. */
  void put(Letter letter) {
    letters.add(letter);
  }

  /** Why nothing can be put away; null when all is well. */
  @Nullable String problem() {
    return problem;
  }

  /** What is not put away by then comes again: its original is not acknowledged. */
  void stop() {
    stopped = true;
    letters.forEach(letter -> log.warn("RabbitMQ: {} not put away yet", letter.held().position()));
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Letter first = letters.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Letter> batch = new ArrayList<>();
          batch.add(first);
          letters.drainTo(batch, BATCH - 1);
          putAway(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing: what is left comes again
    }
  }

  private void putAway(List<Letter> batch) throws InterruptedException {
    List<Letter> left = batch;
    for (int attempt = 1; !stopped; attempt++) {
      left = round(left);
      if (left.isEmpty()) {
        well();
        return;
      }
      TimeUnit.MILLISECONDS.sleep(backOff.after(attempt).toMillis());
      redeclare();
    }
  }

  /** Sends all, then hears of all. Returns those that failed. */
  private List<Letter> round(List<Letter> batch) {
    long deadline = publisher.deadline();
    List<Sent> sent = new ArrayList<>();
    List<Letter> failed = new ArrayList<>();
    for (Letter letter : batch) {
      try {
        sent.add(new Sent(letter, send(letter)));
      } catch (IOException | RuntimeException e) {
        refused(letter, e);
        failed.add(letter);
      }
    }
    for (Sent each : sent) {
      try {
        publisher.await(each.answer(), deadline);
        each.letter().confirmed().run();
      } catch (IOException | RuntimeException e) {
        refused(each.letter(), e);
        failed.add(each.letter());
      }
    }
    return failed;
  }

  private CompletableFuture<Void> send(Letter letter) throws IOException {
    try {
      return publisher.send(letter.message());
    } catch (IllegalArgumentException e) {
      return publisher.send(letter.bare()); // the headers do not fit into one frame
    }
  }

  private void refused(Letter letter, Exception error) {
    gate.block(true);
    String why = letter.message().destination() + ": " + RabbitLink.reason(error);
    if (problem == null) {
      log.error(
          "RabbitMQ: {} cannot be put away at {}, consumption is paused",
          letter.held().position(),
          why);
    } else {
      log.debug("RabbitMQ: {} still not put away at {}", letter.held().position(), why);
    }
    problem = why;
  }

  private void well() {
    if (problem != null) {
      problem = null;
      log.info("RabbitMQ: letters go out again, consumption resumes");
      gate.block(false);
    }
  }

  private void redeclare() {
    try {
      topology.forSource();
    } catch (IOException | TopologyException e) {
      log.debug("RabbitMQ: where letters go: {}", e.toString());
    }
  }
}
