package io.activitycore.nats;

import io.activitycore.nats.NatsOptions.Topology;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declares or checks the streams and the consumer. Idempotent, thread-safe. */
final class NatsTopology {

  /** Marks a consumer that this library created and may therefore bring up to date. */
  static final String OWNED = "io.activitycore.declared";

  private static final Logger log = LoggerFactory.getLogger(NatsTopology.class);

  /** What the server gives up while nobody listens would be gone without a dead letter. */
  private static final int UNLIMITED = -1;

  private static final int STREAM_NOT_FOUND = 10059;
  private static final int CONSUMER_NOT_FOUND = 10014;

  private final NatsOptions options;
  private final NatsLink link;
  private volatile @Nullable Floor floor;

  /** Up to here everything was acknowledged, in the stream that was made then. */
  private record Floor(ZonedDateTime streamMade, long sequence) {}

  NatsTopology(NatsOptions options, NatsLink link) {
    this.options = options;
    this.link = link;
  }

  /** Everything that a source needs. */
  void forSource() throws IOException, TopologyException {
    forInput();
    forDeadLetters();
    consumer();
  }

  void forInput() throws IOException, TopologyException {
    stream(options.stream(), options.subject(), true);
  }

  void forOutput() throws IOException, TopologyException {
    stream(options.outStream(), options.outSubject(), false);
  }

  void forDeadLetters() throws IOException, TopologyException {
    stream(options.deadStream(), options.deadSubject(), false);
  }

  private void stream(String name, String subject, boolean consumed)
      throws IOException, TopologyException {
    JetStreamManagement management = link.management();
    StreamInfo found = streamInfo(management, name);
    if (found == null) {
      String missing = "stream " + name + " is missing (expected subjects [" + subject + "])";
      refuse(options.topology() == Topology.CHECK ? List.of(missing) : List.of());
      addStream(management, name, subject);
    } else {
      refuse(streamProblems(found.getConfiguration(), subject, consumed));
    }
  }

  void addStream(JetStreamManagement management, String name, String subject)
      throws IOException, TopologyException {
    StreamConfiguration.Builder wanted =
        StreamConfiguration.builder()
            .name(name)
            .subjects(subject)
            .storageType(StorageType.File)
            .retentionPolicy(RetentionPolicy.Limits)
            .duplicateWindow(options.duplicateWindow())
            .maxAge(options.maxAge())
            .replicas(options.replicas());
    try {
      management.addStream(wanted.build());
      log.info("NATS: stream {} declared on {}", name, subject);
    } catch (JetStreamApiException e) {
      throw refused("stream " + name + " on " + subject + " cannot be created", e);
    }
  }

  private static List<String> streamProblems(
      StreamConfiguration found, String subject, boolean consumed) {
    List<String> problems = new ArrayList<>();
    String stream = "stream " + found.getName() + ": ";
    if (found.getSubjects().stream().noneMatch(s -> Names.covers(s, subject))) {
      problems.add(stream + "subjects " + found.getSubjects() + " do not cover " + subject);
    }
    if (found.getNoAck()) {
      problems.add(stream + "no_ack is true, expected false");
    }
    if (found.getSealed()) {
      problems.add(stream + "sealed is true, expected false");
    }
    if (!consumed && found.getRetentionPolicy() == RetentionPolicy.Interest) {
      problems.add(stream + "retention is interest (drops what nobody reads), expected limits");
    }
    return problems;
  }

  /**
   * Declares or checks the consumer.
   *
   * @return whether it had to be created
   */
  boolean consumer() throws IOException, TopologyException {
    JetStreamManagement management = link.management();
    ConsumerInfo found = consumerInfo(management);
    if (found == null) {
      refuse(options.topology() == Topology.CHECK ? List.of(where() + " is missing") : List.of());
      long start = start(management);
      write(management, fresh(start), "created, from " + beginning(start));
      return true;
    }
    ConsumerConfiguration config = found.getConsumerConfiguration();
    refuse(consumerProblems(config));
    boolean ours =
        options.topology() == Topology.DECLARE && config.getMetadata().containsKey(OWNED);
    List<String> changes = tunableProblems(config, ours);
    if (ours) {
      if (!changes.isEmpty()) {
        ConsumerConfiguration.Builder same = ConsumerConfiguration.builder(config);
        write(management, same, "updated: " + String.join("; ", changes));
      }
    } else {
      refuse(changes);
    }
    return false;
  }

  private String beginning(long start) {
    Instant from = options.from();
    return from == null || start > 1 ? "sequence " + start : from.toString();
  }

  /** Remembers how far the consumer has come, should it vanish. */
  void rememberFloor() throws IOException, TopologyException {
    JetStreamManagement management = link.management();
    StreamInfo stream = streamInfo(management, options.stream());
    ConsumerInfo consumer = consumerInfo(management);
    if (stream != null && consumer != null) {
      floor = new Floor(stream.getCreateTime(), consumer.getAckFloor().getStreamSequence());
    }
  }

  /** The first message that may not be acknowledged yet. */
  private long start(JetStreamManagement management) throws IOException, TopologyException {
    Floor known = floor;
    StreamInfo stream = known == null ? null : streamInfo(management, options.stream());
    if (known == null || stream == null || !stream.getCreateTime().equals(known.streamMade())) {
      return 1;
    }
    boolean restored = stream.getStreamState().getLastSequence() < known.sequence();
    return restored ? 1 : known.sequence() + 1;
  }

  private ConsumerConfiguration.Builder fresh(long start) {
    ConsumerConfiguration.Builder wanted =
        ConsumerConfiguration.builder()
            .durable(options.consumer())
            .filterSubject(options.subject())
            .ackPolicy(AckPolicy.Explicit)
            .metadata(Map.of(OWNED, "true"));
    if (start > 1) {
      return wanted.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(start);
    }
    Instant from = options.from();
    return from == null
        ? wanted.deliverPolicy(DeliverPolicy.All)
        : wanted.deliverPolicy(DeliverPolicy.ByStartTime).startTime(from.atZone(ZoneOffset.UTC));
  }

  private void write(
      JetStreamManagement management, ConsumerConfiguration.Builder consumer, String what)
      throws IOException, TopologyException {
    ConsumerConfiguration wanted =
        consumer
            .ackWait(options.ackWait())
            .maxDeliver(UNLIMITED)
            .maxAckPending(options.maxAckPending())
            .build();
    try {
      management.addOrUpdateConsumer(options.stream(), wanted);
      log.info("NATS: {} {}", where(), what);
    } catch (JetStreamApiException e) {
      throw refused(where() + " cannot be written", e);
    }
  }

  /** Differences that nobody may change under the feet of others. */
  private List<String> consumerProblems(ConsumerConfiguration found) {
    List<String> problems = new ArrayList<>();
    if (found.getAckPolicy() != AckPolicy.Explicit) {
      problems.add(where() + ": ack_policy is " + found.getAckPolicy() + ", expected explicit");
    }
    if (found.getDeliverSubject() != null) {
      problems.add(where() + " is a push consumer, expected a pull consumer");
    }
    if (!List.of(options.subject()).equals(filters(found))) {
      problems.add(where() + ": filter is " + filters(found) + ", expected " + options.subject());
    }
    if (found.isHeadersOnly()) {
      problems.add(where() + ": headers_only is true, expected false");
    }
    if (!found.getBackoff().isEmpty()) {
      problems.add(where() + ": backoff is set (it replaces ack_wait), expected none");
    }
    return problems;
  }

  /**
   * Differences that an update removes.
   *
   * @param ours whether the consumer is as we want it, or as somebody else does and we can use
   */
  private List<String> tunableProblems(ConsumerConfiguration found, boolean ours) {
    List<String> problems = new ArrayList<>();
    Duration ackWait = found.getAckWait();
    if (!options.ackWait().equals(ackWait)) {
      problems.add(where() + ": ack_wait is " + ackWait + ", expected " + options.ackWait());
    }
    long limit = found.getMaxDeliver();
    if (limit > 0 && (ours || limit < options.brokerDeliveryLimit())) {
      problems.add(
          where()
              + (": max_deliver is " + limit)
              + (", expected " + (ours ? "none" : "at least " + options.brokerDeliveryLimit())));
    }
    long pending = found.getMaxAckPending();
    if (pending > 0 && pending < options.maxAckPending()) {
      problems.add(
          where() + ": max_ack_pending is " + pending + ", expected " + options.maxAckPending());
    }
    if (options.orderBy() != null && (pending <= 0 || pending > options.maxAckPending())) {
      problems.add(
          where()
              + (": max_ack_pending is " + pending)
              + (", expected " + options.maxAckPending() + " for order"));
    }
    return problems;
  }

  private static List<String> filters(ConsumerConfiguration found) {
    List<String> several = found.getFilterSubjects();
    return several == null ? List.of() : several;
  }

  private static @Nullable StreamInfo streamInfo(JetStreamManagement management, String name)
      throws IOException, TopologyException {
    try {
      return management.getStreamInfo(name);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
        return null;
      }
      throw refused("stream " + name + " cannot be read", e);
    }
  }

  @Nullable ConsumerInfo consumerInfo(JetStreamManagement management)
      throws IOException, TopologyException {
    try {
      return management.getConsumerInfo(options.stream(), options.consumer());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == CONSUMER_NOT_FOUND) {
        return null;
      }
      throw refused(where() + " cannot be read", e);
    }
  }

  private String where() {
    return "consumer " + options.consumer() + " of stream " + options.stream();
  }

  private static void refuse(List<String> problems) throws TopologyException {
    if (!problems.isEmpty()) {
      throw new TopologyException("NATS topology: " + String.join("; ", problems));
    }
  }

  static TopologyException refused(String what, JetStreamApiException e) {
    TopologyException error =
        new TopologyException("NATS topology: " + what + ": " + e.getMessage());
    error.initCause(e);
    return error;
  }
}
