package io.activitycore.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small host: poll, decide, start, record, ack, on other threads than the adapter's. It can die
 * at one point; then it answers nothing any more, as a dead process does. Thread-safe.
 */
final class KitConsumer implements DeliveryListener {

  private static final CompletableFuture<Settlement> NEVER = new CompletableFuture<>();

  private final RunRegister register;
  private final @Nullable CrashPoint point;
  private final AtomicInteger passes;
  private final AtomicBoolean dead = new AtomicBoolean();
  private final Executor work;

  private KitConsumer(RunRegister register, @Nullable CrashPoint point, int passes, int millis) {
    this.register = register;
    this.point = point;
    this.passes = new AtomicInteger(passes);
    this.work = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  /** One that lives. */
  static KitConsumer living(RunRegister register) {
    return new KitConsumer(register, null, 0, 2);
  }

  /** One that lives and takes its time, so that others find something in its hands. */
  static KitConsumer slow(RunRegister register) {
    return new KitConsumer(register, null, 0, 80);
  }

  /** One that dies when the delivery of that number gets to that point. */
  static KitConsumer dyingAt(RunRegister register, CrashPoint point, int delivery) {
    return new KitConsumer(register, point, delivery, 2);
  }

  boolean isDead() {
    return dead.get();
  }

  /** From outside. */
  void die() {
    dead.set(true);
  }

  void awaitDeath(Duration patience) {
    Patience.await(patience, this::isDead, () -> "the consumer did not get to " + point);
  }

  @Override
  public CompletionStage<Settlement> onDelivery(Delivery delivery) {
    if (dead.get()) {
      return NEVER.copy();
    }
    register.delivered();
    String event = new String(delivery.body(), UTF_8);
    CompletableFuture<Settlement> answer = new CompletableFuture<>();
    work.execute(() -> handle(event, answer));
    return answer;
  }

  private void handle(String event, CompletableFuture<Settlement> answer) {
    if (diesAt(CrashPoint.AFTER_POLL)) {
      return;
    }
    boolean duplicate = register.isRecorded(event);
    if (diesAt(CrashPoint.AFTER_DECIDE)) {
      return;
    }
    if (!duplicate) {
      register.start(event);
      if (diesAt(CrashPoint.AFTER_START)) {
        return;
      }
      register.record(event);
    }
    if (!diesAt(CrashPoint.AFTER_RECORD)) {
      answer.complete(Settlement.ACK);
      diesAt(CrashPoint.AFTER_ACK);
    }
  }

  private boolean diesAt(CrashPoint here) {
    if (here == point && passes.decrementAndGet() == 0) {
      dead.set(true);
    }
    return dead.get();
  }
}
