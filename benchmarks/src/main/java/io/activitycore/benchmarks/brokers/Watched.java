package io.activitycore.benchmarks.brokers;

import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.SourceState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A broker of ours whose deliveries are measured, and which can be held back. Thread-safe. */
final class Watched implements Broker {

  private final Broker broker;
  private volatile @Nullable Taking taking;
  private volatile EventSource.@Nullable Subscription running;

  Watched(Broker broker) {
    this.broker = broker;
  }

  /** Takes nothing new, or goes on. */
  void hold(boolean wish) {
    EventSource.Subscription subscription = running;
    if (subscription == null) {
      throw new IllegalStateException("not subscribed");
    }
    if (wish) {
      subscription.pause();
    } else {
      subscription.resume();
    }
  }

  /** What comes from now on is measured by it. */
  void measure(Taking next) {
    taking = next;
  }

  @Override
  public EventSource source() {
    EventSource source = broker.source();
    return new EventSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public Set<Capability> capabilities() {
        return source.capabilities();
      }

      @Override
      @SuppressWarnings("FutureReturnValueIgnored") // the adapter holds the stage itself
      public Subscription subscribe(DeliveryListener listener) {
        Subscription subscription =
            source.subscribe(
                delivery -> {
                  Taking current = taking;
                  if (current == null) {
                    return listener.onDelivery(delivery);
                  }
                  current.begun();
                  return listener
                      .onDelivery(delivery)
                      .whenComplete((settlement, failure) -> current.ended());
                });
        running = subscription;
        return new Forwarded(subscription);
      }
    };
  }

  private record Forwarded(EventSource.Subscription subscription)
      implements EventSource.Subscription {
    @Override
    public void pause() {
      subscription.pause();
    }

    @Override
    public void resume() {
      subscription.resume();
    }

    @Override
    public SourceState state() {
      return subscription.state();
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  @Override
  public EventSink sink() {
    return broker.sink();
  }

  @Override
  public EventSink publisher() {
    return broker.publisher();
  }

  @Override
  public void close() {
    broker.close();
  }
}
