package io.activitycore.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.activitycore.internal.source.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the channel that deliveries come by: only its thread takes, acknowledges and rejects. Opens
 * another when one is lost, whatever the reason.
 */
final class Consumption implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Consumption.class);
  private static final long TICK_MILLIS = 100;
  private static final Duration RETRY = Duration.ofMillis(500);

  /** A short pause must not cost a delivery. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RabbitOptions options;
  private final RabbitLink link;
  private final RabbitTopology topology;
  private final InFlight inFlight;
  private final Gate gate;
  private final Queue<Held> taken;
  private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
  private final String consumerTag = "activity-core-" + UUID.randomUUID();
  private volatile boolean stopped;
  private volatile @Nullable String problem = "not connected yet";

  // Of the owning thread alone.
  private @Nullable Channel channel;
  private long number;
  private boolean consuming;
  private long nextTryNanos = System.nanoTime();
  private long nextLookNanos = System.nanoTime();
  private long shutSinceNanos;
  private boolean shut;
  private final Acknowledgements due = new Acknowledgements();

  Consumption(
      RabbitOptions options,
      RabbitLink link,
      RabbitTopology topology,
      InFlight inFlight,
      Gate gate,
      Queue<Held> taken) {
    this.options = options;
    this.link = link;
    this.topology = topology;
    this.inFlight = inFlight;
    this.gate = gate;
    this.taken = taken;
  }

  /** Why nothing can be taken; null when all is well. */
  @Nullable String problem() {
    return problem;
  }

  /** Tells the server that it is done, if the server still waits for that; forgets it. */
  void acknowledge(Held held, Runnable after) {
    commands.add(
        () -> {
          boolean ours = channel != null && held.channel() == number;
          boolean many = ours && due.add(held.tag());
          if (!ours) {
            log.debug("RabbitMQ: {} settled too late, it comes again", held.position());
          }
          inFlight.remove(held);
          if (many) {
            acknowledge();
          }
          after.run();
        });
  }

  private void acknowledge() {
    Channel open = channel;
    if (open == null || due.isEmpty()) {
      return;
    }
    try {
      due.tell(open, inFlight.lowestTag());
    } catch (IOException | AlreadyClosedException e) {
      log.debug("RabbitMQ: settled, not acknowledged: {}", e.toString());
      due.forget();
    }
  }

  /** Ends the thread after what was asked of it so far. */
  void stop() {
    commands.add(() -> stopped = true);
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Runnable command = commands.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        for (; command != null && !stopped; command = commands.poll()) {
          command.run();
        }
        acknowledge();
        tend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Channel open = channel;
      if (open != null) {
        RabbitLink.close(open);
      }
    }
  }

  private void tend() {
    Channel open = channel;
    try {
      if (open == null) {
        reopen();
      } else if (gate.isOpen()) {
        shut = false;
        consume(open);
      } else {
        rest(open);
      }
      if (channel != null && System.nanoTime() - nextLookNanos >= 0) {
        nextLookNanos = System.nanoTime() + LOOK.toNanos();
        giveBack(channel, inFlight.longerThan(options.holdLimit()), "held too long");
      }
    } catch (IOException | AlreadyClosedException e) {
      lost(number, RabbitLink.reason(e));
    }
  }

  private void reopen() throws IOException {
    if (System.nanoTime() - nextTryNanos < 0 || gate.isClosed()) {
      return;
    }
    nextTryNanos = System.nanoTime() + RETRY.toNanos();
    if (problem != null && number > 0) {
      redeclare();
    }
    Channel made = link.consumingChannel();
    long mine = ++number;
    channel = made;
    consuming = false;
    made.addShutdownListener(why -> commands.add(() -> lost(mine, Names.line(Shutdown.text(why)))));
    made.basicQos(options.maxInFlight());
    if (gate.isOpen()) {
      consume(made);
    }
    if (problem != null) {
      log.info("RabbitMQ: consuming {} as {}", options.queue(), consumerTag);
    }
    problem = null;
  }

  private void redeclare() throws IOException {
    try {
      topology.forSource();
    } catch (TopologyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void consume(Channel open) throws IOException {
    if (consuming) {
      return;
    }
    long mine = number;
    open.basicConsume(
        options.queue(),
        false,
        consumerTag,
        (tag, delivery) -> commands.add(() -> take(mine, delivery)),
        tag -> commands.add(() -> lost(mine, "the server ended the consumer (queue deleted?)")));
    consuming = true;
  }

  private void take(long from, Delivery delivery) {
    if (from != number || channel == null) {
      return; // its channel is gone: the server has it back
    }
    Envelope envelope = delivery.getEnvelope();
    Incoming message =
        Incoming.of(
            envelope, delivery.getProperties(), delivery.getBody(), options.trustTimestamps());
    long tag = envelope.getDeliveryTag();
    String id = delivery.getProperties().getMessageId();
    String position = options.queue() + "#" + (id == null ? from + "." + tag : Names.line(id));
    Held held = inFlight.admit(message, envelope.isRedeliver(), position, from, tag);
    if (held == null) {
      log.debug("RabbitMQ: {} delivered again while in hand", position);
    } else {
      taken.add(held);
    }
  }

  /** While shut, the consumer is cancelled and what nobody has in hand goes back, after a grace. */
  private void rest(Channel open) throws IOException {
    if (!shut) {
      shut = true;
      shutSinceNanos = System.nanoTime();
    }
    boolean graceIsOver = System.nanoTime() - shutSinceNanos > GRACE.toNanos();
    // Another process must not go on with a key that is in hand here.
    boolean keep = options.order() != null && inFlight.inHand() > 0;
    if (gate.isClosed() || (graceIsOver && !keep)) {
      if (consuming) {
        open.basicCancel(consumerTag);
        consuming = false;
      }
      giveBack(open, inFlight.taken(), "not handed over");
    }
  }

  private void giveBack(Channel open, List<Held> all, String why) throws IOException {
    for (Held held : all) {
      log.debug("RabbitMQ: {} given back: {}", held.position(), why);
      open.basicReject(held.tag(), true);
      inFlight.givenBack(held);
    }
  }

  private void lost(long which, String why) {
    if (which != number) {
      return;
    }
    Channel gone = channel;
    channel = null;
    consuming = false;
    due.forget();
    inFlight.lost();
    if (gone != null) {
      RabbitLink.close(gone);
    }
    nextTryNanos = System.nanoTime() + RETRY.toNanos();
    if (!gate.isClosed() && problem == null) {
      log.warn("RabbitMQ: {} is not consumed: {}", options.queue(), why);
    }
    problem = why;
  }
}
