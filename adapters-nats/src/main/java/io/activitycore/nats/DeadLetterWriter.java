package io.activitycore.nats;

import io.activitycore.internal.source.BackOff;
import io.activitycore.internal.source.Gate;
import io.activitycore.spi.Settlement;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters away, one after the other. An original is terminated only when its dead letter
 * is confirmed; while that fails, nothing new is taken from the broker.
 */
final class DeadLetterWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterWriter.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private record Letter(Original original, Settlement.DeadLetter why, Runnable confirmed) {}

  private final NatsOptions options;
  private final NatsLink link;
  private final NatsTopology topology;
  private final Gate gate;
  private final Health health;
  private final BackOff backOff;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  DeadLetterWriter(
      NatsOptions options, NatsLink link, NatsTopology topology, Gate gate, Health health) {
    this.options = options;
    this.link = link;
    this.topology = topology;
    this.gate = gate;
    this.health = health;
    this.backOff = new BackOff(options.retryInitial(), options.retryMaximum());
  }

  /**
   * Takes a letter; returns at once.
   *
   * @param confirmed what to do when it is put away
   */
  void put(Original original, Settlement.DeadLetter why, Runnable confirmed) {
    letters.add(new Letter(original, why, confirmed));
  }

  /** What is not put away by then comes again, unless the server had given it up. */
  void stop() {
    stopped = true;
    letters.forEach(
        letter -> log.warn("NATS: {} not dead-lettered yet", letter.original().position()));
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
    DeadLetter message = DeadLetter.of(options, letter.original(), letter.why());
    for (int attempt = 1; !stopped; attempt++) {
      try {
        publish(message);
        confirmed(letter, attempt);
        return;
      } catch (IOException | JetStreamApiException | RuntimeException e) {
        refused(letter, attempt, e);
      }
    }
  }

  private void publish(DeadLetter message) throws IOException, JetStreamApiException {
    DeadLetter fitting = message.fitting(link.connection().getMaxPayload());
    try {
      link.jetStream().publish(fitting.subject(), fitting.headers(), fitting.body());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != DeadLetter.TOO_LARGE) {
        throw e;
      }
      DeadLetter bare = message.withoutBody();
      link.jetStream().publish(bare.subject(), bare.headers(), bare.body());
    }
  }

  private void confirmed(Letter letter, int attempt) {
    log.warn(
        "NATS: {} dead-lettered, {}: {}",
        letter.original().position(),
        letter.why().code(),
        Names.header(letter.why().reason()));
    letter.confirmed().run();
    if (attempt > 1) {
      log.info("NATS: dead letters go out again, consumption resumes");
      health.deadLetters(null);
      gate.block(false);
    }
  }

  private void refused(Letter letter, int attempt, Exception error) throws InterruptedException {
    health.deadLetters(
        "dead letters cannot be put to " + options.deadSubject() + ": " + error.getMessage());
    gate.block(true);
    Duration pause = backOff.after(attempt);
    String position = letter.original().position();
    if (attempt == 1) {
      log.error(
          "NATS: {} cannot be dead-lettered to {}, consumption is paused: {}",
          position,
          options.deadSubject(),
          error.toString());
    } else {
      log.debug("NATS: {} still not dead-lettered, again in {}", position, pause, error);
    }
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    redeclare();
  }

  private void redeclare() {
    try {
      topology.forDeadLetters();
    } catch (IOException | TopologyException | IllegalStateException e) {
      // An IllegalStateException: the client is full or closed. This thread must outlive that.
      log.debug("NATS: dead-letter stream: {}", e.toString());
    }
  }
}
