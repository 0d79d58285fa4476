package io.activitycore.nats;

import io.activitycore.nats.NatsOptions.Topology;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what the server says of messages that it gave up is kept. It says so once, and to nobody
 * when nobody listens.
 *
 * @param stream the stream
 * @param consumer the durable consumer by which our processes share it
 */
record Kept(String stream, String consumer) {

  private static final Logger log = LoggerFactory.getLogger(Kept.class);

  /**
   * Declares or looks for it.
   *
   * @return null when our consumer has no limit of its own, or it is not there and may not be
   *     declared
   */
  static @Nullable Kept of(NatsOptions options, NatsLink link, NatsTopology topology)
      throws IOException, TopologyException {
    JetStreamManagement management = link.management();
    ConsumerInfo ours = topology.consumerInfo(management);
    if (ours == null || ours.getConsumerConfiguration().getMaxDeliver() <= 0) {
      return null;
    }
    boolean declare = options.topology() == Topology.DECLARE;
    String subject = Forgotten.advisories(options);
    String reader = options.consumer() + "-given-up";
    try {
      List<String> streams = management.getStreamNames(subject);
      if (streams.isEmpty() && declare) {
        streams = List.of(options.stream() + "_" + options.consumer() + "_GIVEN_UP");
        topology.addStream(management, streams.get(0), subject);
      }
      if (!streams.isEmpty() && isRead(management, streams.get(0), reader, subject, declare)) {
        return new Kept(streams.get(0), reader);
      }
    } catch (JetStreamApiException e) {
      throw NatsTopology.refused("what keeps " + subject, e);
    }
    log.warn(
        "NATS: consumer {} has max_deliver, and no stream with a consumer {} keeps {}: what the"
            + " server gives up while no process listens is lost",
        options.consumer(),
        reader,
        subject);
    return null;
  }

  /** Whether it has that consumer, now. */
  private static boolean isRead(
      JetStreamManagement management, String stream, String name, String subject, boolean declare)
      throws IOException, JetStreamApiException {
    if (management.getConsumerNames(stream).contains(name)) {
      return true;
    }
    if (declare) {
      management.addOrUpdateConsumer(
          stream,
          ConsumerConfiguration.builder()
              .durable(name)
              .filterSubject(subject)
              .ackPolicy(AckPolicy.Explicit)
              .deliverPolicy(DeliverPolicy.All)
              .build());
    }
    return declare;
  }
}
