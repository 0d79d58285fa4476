package io.activitycore.nats;

import io.activitycore.spi.Capability;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.EventSourceException;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events in. */
final class NatsSource implements EventSource, AutoCloseable {

  private final NatsOptions options;
  private final NatsLink link;
  private final NatsTopology topology;
  private @Nullable NatsSubscription subscription;

  NatsSource(NatsOptions options, NatsLink link, NatsTopology topology) {
    this.options = options;
    this.link = link;
    this.topology = topology;
  }

  @Override
  public String name() {
    return "nats:" + options.stream();
  }

  @Override
  public Set<Capability> capabilities() {
    return options.orderBy() == null
        ? Set.of(Capability.DELAYED_RETRY, Capability.REPLAY_FROM_TIME)
        : Set.of(Capability.DELAYED_RETRY, Capability.REPLAY_FROM_TIME, Capability.ORDER_PER_KEY);
  }

  @Override
  public synchronized Subscription subscribe(DeliveryListener listener) {
    if (subscription != null) {
      throw new IllegalStateException(name() + " is subscribed already");
    }
    try {
      topology.forSource();
      topology.rememberFloor();
      NatsSubscription made = new NatsSubscription(options, link, topology, listener);
      made.start();
      subscription = made;
      return made;
    } catch (TopologyException e) {
      throw new EventSourceException(String.valueOf(e.getMessage()), e);
    } catch (IOException | JetStreamApiException e) {
      throw new EventSourceException(name() + " cannot be subscribed: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
