package io.activitycore.kafka;

import io.activitycore.internal.source.BackOff;
import io.activitycore.spi.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters away, one after the other. An original is settled only when its dead letter is
 * confirmed; while that fails, its partition stands still.
 */
final class DeadLetterWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterWriter.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private record Letter(Held held, Settlement.DeadLetter why) {}

  private final KafkaOptions options;
  private final KafkaLink link;
  private final KafkaTopology topology;
  private final Assignment assignment;
  private final BackOff backOff;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private volatile boolean stopped;
  private volatile @Nullable String problem;

  DeadLetterWriter(
      KafkaOptions options, KafkaLink link, KafkaTopology topology, Assignment assignment) {
    this.options = options;
    this.link = link;
    this.topology = topology;
    this.assignment = assignment;
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
  }

  /** Takes a letter; returns at once. */
  void put(Held held, Settlement.DeadLetter why) {
    letters.add(new Letter(held, why));
  }

  /** What is not put away by then comes again. */
  void stop() {
    stopped = true;
  }

  /** Why letters cannot be put away at present; null when they can. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Letter letter = letters.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (letter != null) {
          putAway(letter);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing: what is left comes again
    }
  }

  private void putAway(Letter letter) throws InterruptedException {
    Held held = letter.held();
    ProducerRecord<byte[], byte[]> message = DeadLetter.of(options, held, letter.why());
    PartitionWork blocked = null;
    try {
      for (int attempt = 1; !stopped && assignment.keeps(held); attempt++) {
        try {
          publish(message);
          confirmed(letter, attempt);
          return;
        } catch (IOException | RuntimeException e) {
          // The partition may have gone and come back meanwhile.
          if (blocked == null || blocked != held.owner) {
            unblock(blocked);
            blocked = assignment.block(held);
          }
          refused(letter, attempt, e);
        }
      }
    } finally {
      unblock(blocked);
    }
  }

  private void unblock(@Nullable PartitionWork blocked) {
    if (blocked != null) {
      assignment.unblock(blocked);
    }
  }

  private void publish(ProducerRecord<byte[], byte[]> message) throws IOException {
    try {
      link.publish(message);
    } catch (IOException e) {
      if (!(e.getCause() instanceof RecordTooLargeException)) {
        throw e;
      }
      link.publish(DeadLetter.withoutBody(message));
    }
  }

  private void confirmed(Letter letter, int attempt) {
    log.warn(
        "Kafka: {} dead-lettered, {}: {}",
        letter.held().position(),
        letter.why().code(),
        Names.line(letter.why().reason()));
    problem = null;
    assignment.settle(letter.held());
    if (attempt > 1) {
      log.info("Kafka: dead letters go out again");
    }
  }

  private void refused(Letter letter, int attempt, Exception error) throws InterruptedException {
    Duration pause = backOff.after(attempt);
    String position = letter.held().position();
    problem = position + " cannot be dead-lettered to " + options.deadTopic();
    if (attempt == 1) {
      log.error(
          "Kafka: {} cannot be dead-lettered to {}, its partition stands still: {}",
          position,
          options.deadTopic(),
          error.getMessage());
    } else {
      log.debug("Kafka: {} still not dead-lettered, again in {}", position, pause, error);
    }
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    redeclare();
  }

  private void redeclare() {
    try {
      topology.forDeadLetters();
    } catch (IOException | TopologyException e) {
      log.debug("Kafka: dead-letter topic: {}", e.toString());
    }
  }
}
