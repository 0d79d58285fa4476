package io.activitycore.nats;

import io.activitycore.internal.source.Gate;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.SourceState;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running subscription: its threads and their end. */
final class NatsSubscription implements EventSource.Subscription {

  private static final Logger log = LoggerFactory.getLogger(NatsSubscription.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STEP = Duration.ofMillis(2);
  private static final Duration JOIN = Duration.ofSeconds(10);

  private final NatsOptions options;
  private final Connection connection;
  private final JetStreamSubscription subscription;
  private final Dispatcher advisories;
  private final boolean kept;
  private final InFlight inFlight;
  private final Gate gate = new Gate();
  private final Health health = new Health();
  private final BlockingQueue<Held> taken = new LinkedBlockingQueue<>();
  private final DeadLetterWriter deadLetters;
  private final Settler settler;
  private final @Nullable Lanes lanes;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread puller;
  private final List<Thread> others;

  NatsSubscription(
      NatsOptions options, NatsLink link, NatsTopology topology, DeliveryListener listener)
      throws IOException, JetStreamApiException, TopologyException {
    this.options = options;
    Kept told = Kept.of(options, link, topology);
    this.kept = told != null;
    this.connection = link.connection();
    this.inFlight = new InFlight(options.maxInFlight());
    this.deadLetters = new DeadLetterWriter(options, link, topology, gate, health);
    String orderBy = options.orderBy();
    this.lanes = orderBy == null ? null : new Lanes(orderBy, options.ackWait());
    this.settler = new Settler(options, listener, inFlight, deadLetters, lanes);
    this.subscription =
        link.jetStream()
            .subscribe(null, PullSubscribeOptions.fastBind(options.stream(), options.consumer()));
    Forgotten forgotten = new Forgotten(options, link, deadLetters);
    this.advisories = connection.createDispatcher(forgotten);
    PullLoop pulls =
        new PullLoop(
            connection,
            subscription,
            topology,
            options,
            inFlight,
            gate,
            taken,
            settler,
            health,
            lanes);
    this.puller = thread("pull", pulls);
    List<Thread> all = new ArrayList<>();
    all.add(thread("deliver", this::deliver));
    all.add(thread("progress", this::keepAlive));
    LagProbe probe = new LagProbe(options, link, gate, health, this::inHand, inFlight, lanes);
    all.add(thread("lag", probe));
    all.add(thread("dead", deadLetters));
    if (told != null) {
      all.add(thread("given-up", new GivenUp(link, told, forgotten, gate)));
    }
    this.others = List.copyOf(all);
  }

  private Thread thread(String task, Runnable work) {
    return NatsLink.threads("activity-nats-" + task + "-" + options.consumer()).newThread(work);
  }

  void start() {
    if (!kept) {
      advisories.subscribe(Forgotten.advisories(options));
    }
    others.forEach(Thread::start);
    puller.start();
    log.info("NATS: consuming {} as {}", options.stream(), options.consumer());
  }

  private void deliver() {
    try {
      while (!gate.isClosed()) {
        if (gate.awaitOpen(POLL)) {
          boolean soon = lanes != null && lanes.waiting() > 0;
          Held next = taken.poll((soon ? STEP : POLL).toMillis(), TimeUnit.MILLISECONDS);
          if (lanes != null) {
            throughLanes(lanes, next);
          } else if (next != null) {
            handOver(next);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void throughLanes(Lanes ordered, @Nullable Held arrived) {
    for (Held held = arrived; held != null; held = taken.poll()) {
      if (!ordered.accept(held)) {
        settler.release(held);
      }
    }
    for (Held held = gate.isOpen() ? ordered.next() : null;
        held != null;
        held = gate.isOpen() ? ordered.next() : null) {
      settler.handOver(held);
    }
  }

  private void handOver(Held next) {
    if (gate.isOpen()) {
      settler.handOver(next);
    } else {
      taken.add(next); // closed off between the two looks; order is no promise of JetStream
    }
  }

  /** A sign of life for each delivery that has been quiet for about a third of the ack wait. */
  private void keepAlive() {
    Duration period = options.ackWait().dividedBy(6);
    try {
      while (!closed.get() || inFlight.size() > 0) {
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        long now = System.nanoTime();
        inFlight.all().forEach(held -> keepAlive(held, now, period.toNanos()));
        if (lanes != null) {
          lanes.expire(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keepAlive(Held held, long now, long period) {
    try {
      held.keepAlive(now, period + period / 2);
    } catch (IllegalStateException e) {
      log.debug("NATS: no sign of life for {}: {}", held.position(), e.toString());
    }
  }

  @Override
  public void pause() {
    gate.pause(true);
    log.info("NATS: {} paused", options.stream());
  }

  @Override
  public void resume() {
    gate.pause(false);
    log.info("NATS: {} resumed", options.stream());
  }

  /** Handed over and not settled. */
  private int inHand() {
    int notHandedOver = taken.size() + (lanes == null ? 0 : lanes.waiting());
    return Math.max(0, inFlight.size() - notHandedOver);
  }

  @Override
  public SourceState state() {
    boolean connected = connection.getStatus() == Connection.Status.CONNECTED && health.answered();
    String problem = health.problem();
    if (problem == null && !connected) {
      problem = "the server of " + options.stream() + " does not answer";
    }
    return new SourceState(connected, gate.isHeldBack(), inHand(), health.lag(), problem);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    gate.close();
    try {
      puller.join(JOIN.toMillis());
      if (lanes != null) {
        lanes.stop().forEach(settler::release);
      }
      int left = inFlight.awaitEmpty(options.drainTimeout());
      if (left > 0) {
        log.warn("NATS: closed with {} unsettled deliveries, they come again", left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadLetters.stop();
    others.forEach(Thread::interrupt);
    leave();
    log.info("NATS: {} is not consumed any more", options.stream());
  }

  private void leave() {
    NatsLink.flush(connection);
    try {
      subscription.unsubscribe();
      connection.closeDispatcher(advisories);
    } catch (IllegalStateException e) {
      log.debug("NATS: already gone: {}", e.toString());
    }
  }
}
