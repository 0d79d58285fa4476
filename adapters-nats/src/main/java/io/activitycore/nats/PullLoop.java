package io.activitycore.nats;

import io.activitycore.internal.source.Gate;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the server, never more than there is room for, and survives whatever happens
 * to connection, server and consumer.
 */
final class PullLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(PullLoop.class);

  /** Also the longest that pausing and closing wait for a pull to end. */
  private static final Duration PULL = Duration.ofSeconds(1);

  private static final Duration STRAGGLERS = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration FLOOR = Duration.ofSeconds(10);

  private final Connection connection;
  private final JetStreamSubscription subscription;
  private final NatsTopology topology;
  private final NatsOptions options;
  private final InFlight inFlight;
  private final Gate gate;
  private final Queue<Held> taken;
  private final Settler settler;
  private final Health health;
  private final @Nullable Lanes lanes;
  private long floorNanos = System.nanoTime();
  private boolean troubled;
  private boolean silent;

  PullLoop(
      Connection connection,
      JetStreamSubscription subscription,
      NatsTopology topology,
      NatsOptions options,
      InFlight inFlight,
      Gate gate,
      Queue<Held> taken,
      Settler settler,
      Health health,
      @Nullable Lanes lanes) {
    this.connection = connection;
    this.subscription = subscription;
    this.topology = topology;
    this.options = options;
    this.inFlight = inFlight;
    this.gate = gate;
    this.taken = taken;
    this.settler = settler;
    this.health = health;
    this.lanes = lanes;
  }

  @Override
  public void run() {
    try {
      while (!gate.isClosed() && connection.getStatus() != Connection.Status.CLOSED) {
        step();
      }
      if (!gate.isClosed()) {
        log.error("NATS: connection closed, {} is not consumed any more", options.stream());
        health.pulling("the connection is closed");
      }
      absorb(STRAGGLERS);
      releaseTaken();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    try {
      if (!gate.isOpen()) {
        rest();
      } else if (!serverAnswers()) {
        gate.sleep(STRAGGLERS);
      } else {
        pull();
      }
    } catch (JetStreamStatusException e) {
      recover(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      log.debug("NATS: pull failed", e);
      gate.sleep(RETRY);
    }
  }

  /**
   * Pull requests that pile up in the client or in a frozen server would all be served at once
   * later. So there is none without a connection, and after a silent one none before a round trip.
   */
  private boolean serverAnswers() throws InterruptedException {
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      return false;
    }
    if (!silent) {
      return true;
    }
    try {
      connection.flush(options.requestTimeout());
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void pull() throws InterruptedException {
    int room = inFlight.room(PULL);
    if (room == 0 || !gate.isOpen()) {
      return;
    }
    long start = System.nanoTime();
    Iterator<Message> messages = subscription.iterate(room, PULL);
    int count = 0;
    while (messages.hasNext()) {
      take(messages.next());
      count++;
    }
    silent = count == 0;
    if (count > 0) {
      well();
      rememberFloor();
    } else if (System.nanoTime() - start < PULL.toNanos() / 2) {
      // The server ended an empty pull early: no consumer, no stream, or a new leader.
      recover("a pull ended early");
    }
  }

  private void rememberFloor() {
    if (System.nanoTime() - floorNanos < FLOOR.toNanos()) {
      return;
    }
    floorNanos = System.nanoTime();
    try {
      topology.rememberFloor();
    } catch (IOException | TopologyException e) {
      log.debug("NATS: how far the consumer has come is not known: {}", e.toString());
    }
  }

  private void take(Message message) {
    Held held = inFlight.admit(message);
    if (lanes != null) {
      lanes.saw(message.metaData().consumerSequence());
    }
    if (held == null) {
      log.debug("NATS: delivered again while in hand: {}", message.getReplyTo());
    } else {
      taken.add(held);
    }
  }

  private void recover(String why) throws InterruptedException {
    gate.sleep(RETRY); // a consumer just deleted cannot be made at once
    try {
      topology.forInput();
      if (topology.consumer()) {
        log.warn("NATS: consumer {} had vanished and was created anew", options.consumer());
      }
      well();
    } catch (IOException | TopologyException | IllegalStateException e) {
      if (!troubled) {
        log.error("NATS: {} is not consumed ({}): {}", options.stream(), why, e.getMessage());
      }
      troubled = true;
      health.pulling(options.stream() + " is not consumed (" + why + "): " + e.getMessage());
    }
  }

  private void well() {
    if (troubled) {
      log.info("NATS: {} is consumed again", options.stream());
    }
    troubled = false;
    health.pulling(null);
  }

  /**
   * While closed off, what was taken waits here, alive, for one ack wait: a short pause must not
   * cost a delivery. After that it goes back to the server, for other processes.
   */
  private void rest() throws InterruptedException {
    absorb(STRAGGLERS);
    if (!gate.awaitOpen(options.ackWait()) && !gate.isClosed()) {
      absorb(STRAGGLERS);
      releaseTaken();
      while (!gate.awaitOpen(options.ackWait()) && !gate.isClosed()) {
        absorb(STRAGGLERS);
      }
    }
  }

  /** Takes what still arrives for a pull that is over. */
  private void absorb(Duration quiet) throws InterruptedException {
    try {
      for (Message late = subscription.nextMessage(quiet);
          late != null;
          late = subscription.nextMessage(quiet)) {
        take(late);
      }
    } catch (IllegalStateException e) {
      log.debug("NATS: nothing more arrives: {}", e.toString());
    }
  }

  /** Only when no pull is open: it would be answered with just these. */
  private void releaseTaken() {
    for (Held held = taken.poll(); held != null; held = taken.poll()) {
      settler.release(held);
    }
  }
}
