package io.activitycore.testing;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Stops event intake for ever at a named point, so that a test can kill the process exactly there.
 *
 * <p>The first armed delivery that reaches the point is parked, and a file announces it. From then
 * on nothing passes in either direction: no delivery reaches the listener and no settlement, of
 * neighbours neither, reaches the adapter. No thread is blocked. Thread-safe as its source is.
 */
public final class FailpointSource implements EventSource {
  private final EventSource source;
  private final Failpoint failpoint;
  private final Path announcement;
  private final Predicate<Delivery> armed;
  private final AtomicBoolean parked = new AtomicBoolean();

  /**
   * Decorates a source.
   *
   * @param source what delivers
   * @param failpoint where to stop
   * @param announcement created when a delivery is parked, at once with its content: the
   *     failpoint's label, a space and the delivery's position; its folder must exist
   * @param armed which deliveries may be parked
   * @throws IllegalArgumentException when the announcement's folder does not exist
   */
  public FailpointSource(
      EventSource source, Failpoint failpoint, Path announcement, Predicate<Delivery> armed) {
    this.source = source;
    this.failpoint = failpoint;
    this.announcement = announcement.toAbsolutePath();
    this.armed = armed;
    // Later the error would have nowhere to go: the test would wait for the file in vain.
    Path folder = this.announcement.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "failpoint announcement " + announcement + ": " + folder + " is no folder");
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Subscription subscribe(DeliveryListener listener) {
    return source.subscribe(delivery -> onDelivery(listener, delivery));
  }

  private CompletionStage<Settlement> onDelivery(DeliveryListener listener, Delivery delivery) {
    CompletableFuture<Settlement> passed = new CompletableFuture<>();
    if (parks(Failpoint.BEFORE_START, delivery)) {
      return passed;
    }
    listener
        .onDelivery(delivery)
        .whenComplete(
            (settlement, error) -> {
              boolean started = settlement instanceof Settlement.Ack;
              if (started ? parks(Failpoint.AFTER_START, delivery) : parked.get()) {
                return;
              }
              if (error == null) {
                passed.complete(settlement);
              } else {
                passed.completeExceptionally(error);
              }
            });
    return passed;
  }

  /** Whether the delivery stays here: it is the one to park, or another is parked already. */
  private boolean parks(Failpoint reached, Delivery delivery) {
    if (reached == failpoint && armed.test(delivery) && parked.compareAndSet(false, true)) {
      announce(delivery);
    }
    return parked.get();
  }

  private void announce(Delivery delivery) {
    Path draft = announcement.resolveSibling(announcement.getFileName() + ".draft");
    try {
      Files.writeString(draft, failpoint.label() + " " + delivery.position());
      Files.move(draft, announcement, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot announce the failpoint in " + announcement, e);
    }
  }
}
