package io.activitycore.kafka;

import io.activitycore.kafka.KafkaOptions.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declares or checks the topics. Idempotent, thread-safe. */
final class KafkaTopology {

  private static final Logger log = LoggerFactory.getLogger(KafkaTopology.class);
  private static final String POLICY = "cleanup.policy";
  private static final String COMPACT = "compact";
  private static final String LARGEST = "max.message.bytes";
  private static final String FOR_EVER = "-1";

  private static final long VISIBLE_NANOS = 20_000_000;

  /** Room for the reasons beside the largest original. */
  private static final int REASONS = 64 * 1024;

  private final KafkaOptions options;
  private final KafkaLink link;

  KafkaTopology(KafkaOptions options, KafkaLink link) {
    this.options = options;
    this.link = link;
  }

  /** Everything that a source needs. */
  void forSource() throws IOException, TopologyException {
    forInput();
    forDeadLetters();
  }

  void forInput() throws IOException, TopologyException {
    for (String topic : options.topics()) {
      topic(topic, Map.of());
    }
  }

  void forOutput() throws IOException, TopologyException {
    topic(options.outTopic(), Map.of());
  }

  /** Dead letters stay until somebody deals with them. */
  void forDeadLetters() throws IOException, TopologyException {
    Map<String, String> settings = new HashMap<>();
    settings.put("retention.ms", FOR_EVER);
    settings.put("retention.bytes", FOR_EVER);
    if (!exists(options.deadTopic())) {
      largestInput().ifPresent(most -> settings.put(LARGEST, Long.toString(most + REASONS)));
    }
    topic(options.deadTopic(), settings);
    topic(options.settledTopic(), Map.of(POLICY, COMPACT));
  }

  private Optional<Long> largestInput() throws IOException {
    Optional<Long> most = Optional.empty();
    for (String topic : options.topics()) {
      String value = setting(topic, LARGEST);
      long bytes = value == null ? 0 : Long.parseLong(value);
      most = bytes > most.orElse(0L) ? Optional.of(bytes) : most;
    }
    return most;
  }

  private void topic(String name, Map<String, String> settings)
      throws IOException, TopologyException {
    if (!exists(name)) {
      if (options.topology() == Topology.CHECK) {
        throw new TopologyException("Kafka topology: topic " + name + " is missing");
      }
      create(name, settings);
    } else {
      check(name, COMPACT.equals(settings.get(POLICY)));
    }
  }

  private boolean exists(String name) throws IOException {
    try {
      link.await(
          link.admin()
              .describeTopics(List.of(name))
              .allTopicNames()
              .toCompletionStage()
              .toCompletableFuture());
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new IOException("topic " + name + " cannot be read: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new IOException(link.describe(e), e);
    }
  }

  private void create(String name, Map<String, String> settings)
      throws IOException, TopologyException {
    NewTopic wanted =
        new NewTopic(name, options.partitions(), (short) options.replicas()).configs(settings);
    try {
      link.await(
          link.admin()
              .createTopics(List.of(wanted))
              .all()
              .toCompletionStage()
              .toCompletableFuture());
      log.info("Kafka: topic {} declared with {} partitions", name, options.partitions());
      awaitVisible(name);
    } catch (IOException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return; // another process was first
      }
      String what = "topic " + name + " cannot be created: " + e.getMessage();
      throw new TopologyException("Kafka topology: " + what, e);
    }
  }

  /** A topic just made is not known to every broker at once. */
  private void awaitVisible(String name) throws IOException {
    long end = System.nanoTime() + options.requestTimeout().toNanos();
    while (!exists(name) && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(VISIBLE_NANOS);
    }
  }

  /** Compaction keeps the last record of a key only: others might go before anybody reads them. */
  private void check(String name, boolean compacted) throws IOException, TopologyException {
    String policy = setting(name, POLICY);
    List<String> problems = new ArrayList<>();
    if (policy != null && compacted != policy.contains(COMPACT)) {
      problems.add(
          ("topic " + name + ": " + POLICY + " is " + policy)
              + (", expected " + (compacted ? COMPACT : "delete")));
    }
    if (!problems.isEmpty()) {
      throw new TopologyException("Kafka topology: " + String.join("; ", problems));
    }
  }

  /** Null when we may not know. */
  private @Nullable String setting(String topic, String name) throws IOException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config =
          link.await(
                  link.admin()
                      .describeConfigs(List.of(resource))
                      .all()
                      .toCompletionStage()
                      .toCompletableFuture())
              .get(resource);
      ConfigEntry entry = config == null ? null : config.get(name);
      return entry == null ? null : entry.value();
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException // made a moment ago
          || e.getCause() instanceof TopicAuthorizationException
          || e.getCause() instanceof ClusterAuthorizationException) {
        log.debug("Kafka: {} of topic {} is not ours to know", name, topic, e);
        return null;
      }
      throw e;
    }
  }
}
