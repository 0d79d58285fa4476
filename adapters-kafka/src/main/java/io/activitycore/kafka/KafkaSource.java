package io.activitycore.kafka;

import io.activitycore.spi.Capability;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.EventSourceException;
import java.io.IOException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Events in. */
final class KafkaSource implements EventSource, AutoCloseable {

  private final KafkaOptions options;
  private final KafkaLink link;
  private final KafkaTopology topology;
  private @Nullable KafkaSubscription subscription;

  KafkaSource(KafkaOptions options, KafkaLink link, KafkaTopology topology) {
    this.options = options;
    this.link = link;
    this.topology = topology;
  }

  @Override
  public String name() {
    return "kafka:" + String.join(",", options.topics());
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.ORDER_PER_KEY, Capability.REPLAY_FROM_TIME);
  }

  @Override
  public synchronized Subscription subscribe(DeliveryListener listener) {
    if (subscription != null) {
      throw new IllegalStateException(name() + " is subscribed already");
    }
    try {
      topology.forSource();
      KafkaSubscription made = new KafkaSubscription(options, link, topology, listener);
      made.start();
      subscription = made;
      return made;
    } catch (TopologyException e) {
      throw new EventSourceException(String.valueOf(e.getMessage()), e);
    } catch (IOException | KafkaException e) {
      throw new EventSourceException(name() + " cannot be subscribed: " + e.getMessage(), e);
    }
  }

  synchronized void crash() {
    if (subscription != null) {
      subscription.crash();
    }
  }

  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
