package io.activitycore.nats;

import io.activitycore.internal.source.Gate;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the server said of messages that it gave up from the stream that keeps it, so that
 * nothing is missed while no process listens. Each is acknowledged when its dead letter is
 * confirmed; the processes share them.
 */
final class GivenUp implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(GivenUp.class);
  private static final Duration PULL = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int BATCH = 16;

  private final Connection connection;
  private final JetStreamSubscription advisories;
  private final Forgotten forgotten;
  private final Gate gate;

  GivenUp(NatsLink link, Kept kept, Forgotten forgotten, Gate gate)
      throws IOException, JetStreamApiException {
    this.connection = link.connection();
    this.advisories =
        link.jetStream()
            .subscribe(null, PullSubscribeOptions.fastBind(kept.stream(), kept.consumer()));
    this.forgotten = forgotten;
    this.gate = gate;
  }

  @Override
  public void run() {
    try {
      while (!gate.isClosed()) {
        step();
      }
      advisories.unsubscribe();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      log.debug("NATS: already gone: {}", e.toString());
    }
  }

  private void step() throws InterruptedException {
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      gate.sleep(RETRY);
      return;
    }
    try {
      long start = System.nanoTime();
      int count = 0;
      for (var advisory : advisories.fetch(BATCH, PULL)) {
        forgotten.rescue(advisory, advisory::ack);
        count++;
      }
      if (count == 0 && System.nanoTime() - start < PULL.toNanos() / 2) {
        gate.sleep(RETRY); // no consumer, no stream, or a new leader
      }
    } catch (IllegalStateException e) {
      log.debug("NATS: what was given up is not known now: {}", e.toString());
      gate.sleep(RETRY);
    }
  }
}
