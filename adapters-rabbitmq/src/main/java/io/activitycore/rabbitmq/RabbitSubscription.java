package io.activitycore.rabbitmq;

import io.activitycore.internal.source.Gate;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.SourceState;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running subscription: its threads and their end. */
final class RabbitSubscription implements EventSource.Subscription {

  private static final Logger log = LoggerFactory.getLogger(RabbitSubscription.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration JOIN = Duration.ofSeconds(10);

  private final RabbitOptions options;
  private final InFlight inFlight;
  private final Gate gate = new Gate();
  private final BlockingDeque<Held> taken = new LinkedBlockingDeque<>();
  private final Lanes lanes;
  private final Repeats repeats = new Repeats();
  private final Letters letters;
  private final Settler settler;
  private final Consumption consumption;
  private final Lag lag;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread owner;
  private final Thread deliverer;
  private final Thread letterWriter;
  private final Thread watcher;

  RabbitSubscription(
      RabbitOptions options,
      RabbitLink link,
      RabbitTopology topology,
      Publisher publisher,
      DeliveryListener listener) {
    this.options = options;
    this.inFlight = new InFlight(options.maxInFlight());
    this.lanes = new Lanes(options.order());
    this.letters = new Letters(options, publisher, topology, gate);
    this.consumption = new Consumption(options, link, topology, inFlight, gate, taken);
    this.settler =
        new Settler(
            options,
            listener,
            letters,
            held -> consumption.acknowledge(held, () -> pass(lanes.leave(held))),
            lanes.ordered() ? repeats::add : null);
    this.lag = new Lag(topology, gate);
    this.watcher = thread("lag", lag);
    this.owner = thread("channel", consumption);
    this.deliverer = thread("deliver", this::deliver);
    this.letterWriter = thread("letters", letters);
  }

  private Thread thread(String task, Runnable work) {
    return RabbitLink.threads("activity-rabbitmq-" + task + "-" + options.queue()).newThread(work);
  }

  void start() {
    letterWriter.start();
    deliverer.start();
    owner.start();
    watcher.start();
  }

  private void deliver() {
    try {
      while (!gate.isClosed()) {
        if (gate.awaitOpen(POLL)) {
          repeat();
          next();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      repeats.all().forEach(this::forget);
    }
  }

  private void next() throws InterruptedException {
    Held next =
        inFlight.awaitRoom(POLL) ? taken.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) : null;
    if (next == null) {
      return;
    }
    if (!gate.isOpen()) {
      taken.addFirst(next); // closed off between the two looks
    } else if (lanes.enter(next)) {
      if (inFlight.hand(next)) {
        settler.handOver(next);
      } else {
        pass(lanes.leave(next)); // given back meanwhile
      }
    }
  }

  /** Only one that the server still waits for: any other comes again, to us or elsewhere. */
  private void repeat() {
    for (Held held = repeats.due(); held != null; held = repeats.due()) {
      if (held.isOrphan()) {
        forget(held);
      } else {
        held.repeated();
        settler.handOver(held);
      }
    }
  }

  private void forget(Held held) {
    inFlight.remove(held);
    pass(lanes.leave(held));
  }

  private void pass(@Nullable Held next) {
    if (next != null) {
      taken.addFirst(next);
    }
  }

  @Override
  public void pause() {
    gate.pause(true);
    log.info("RabbitMQ: {} paused", options.queue());
  }

  @Override
  public void resume() {
    gate.pause(false);
    log.info("RabbitMQ: {} resumed", options.queue());
  }

  @Override
  public SourceState state() {
    String letter = letters.problem();
    String other = consumption.problem();
    return new SourceState(
        other == null,
        gate.isHeldBack(),
        inFlight.inHand(),
        lag.waiting(),
        letter == null ? other : letter);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    gate.close();
    try {
      deliverer.join(JOIN.toMillis());
      int left = inFlight.awaitEmpty(options.drainTimeout());
      if (left > 0) {
        log.warn("RabbitMQ: closed with {} unsettled deliveries, they come again", left);
      }
      letters.stop();
      letterWriter.interrupt();
      consumption.stop();
      owner.join(JOIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      letters.stop();
      letterWriter.interrupt();
      consumption.stop();
    }
    log.info("RabbitMQ: {} is not consumed any more", options.queue());
  }
}
