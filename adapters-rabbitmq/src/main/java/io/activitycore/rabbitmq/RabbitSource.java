package io.activitycore.rabbitmq;

import io.activitycore.spi.Capability;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.EventSourceException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events in. */
final class RabbitSource implements EventSource, AutoCloseable {

  private final RabbitOptions options;
  private final RabbitLink link;
  private final RabbitTopology topology;
  private final Publisher publisher;
  private @Nullable RabbitSubscription subscription;

  RabbitSource(
      RabbitOptions options, RabbitLink link, RabbitTopology topology, Publisher publisher) {
    this.options = options;
    this.link = link;
    this.topology = topology;
    this.publisher = publisher;
  }

  @Override
  public String name() {
    return "rabbitmq:" + options.queue();
  }

  /** In order, a retry is waited for in this process, as it must hold up its key. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.NATIVE_DEAD_LETTER,
        options.order() == null ? Capability.DELAYED_RETRY : Capability.ORDER_PER_KEY);
  }

  @Override
  public synchronized Subscription subscribe(DeliveryListener listener) {
    if (subscription != null) {
      throw new IllegalStateException(name() + " is subscribed already");
    }
    try {
      topology.forSource();
      RabbitSubscription made =
          new RabbitSubscription(options, link, topology, publisher, listener);
      made.start();
      subscription = made;
      return made;
    } catch (TopologyException e) {
      throw new EventSourceException(name() + ": " + e.getMessage(), e);
    } catch (IOException e) {
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
