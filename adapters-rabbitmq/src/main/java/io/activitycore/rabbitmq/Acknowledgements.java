package io.activitycore.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What is settled and not yet told to the server. Deliveries below the lowest one that is not
 * settled are told in one word, as each word is a packet of its own. For one thread.
 */
final class Acknowledgements {

  /** With more to tell the server would wait for room, and we for deliveries. */
  private static final int MANY = 32;

  private final NavigableSet<Long> tags = new TreeSet<>();

  /** One more of the open channel; returns whether it is time to tell them. */
  boolean add(long tag) {
    tags.add(tag);
    return tags.size() >= MANY;
  }

  boolean isEmpty() {
    return tags.isEmpty();
  }

  /**
   * Tells them all.
   *
   * @param lowestUnsettled of all deliveries of that channel that were taken; later ones have
   *     higher tags
   */
  void tell(Channel channel, long lowestUnsettled) throws IOException {
    Long last = tags.lower(lowestUnsettled);
    if (last != null) {
      channel.basicAck(last, true);
      tags.headSet(last, true).clear();
    }
    for (long tag : tags) {
      channel.basicAck(tag, false);
    }
    tags.clear();
  }

  /** Their channel is gone: the server has them back. */
  void forget() {
    tags.clear();
  }
}
