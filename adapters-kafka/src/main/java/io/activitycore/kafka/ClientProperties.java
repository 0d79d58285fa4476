package io.activitycore.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the clients are given: the host's own properties, ours, and those nobody may change. */
final class ClientProperties {

  private static final String BYTES = "keys and values are bytes";
  private static final String OPTION = "it is an option of its own";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("bootstrap.servers", OPTION),
          Map.entry("group.id", OPTION),
          Map.entry("group.instance.id", OPTION),
          Map.entry("enable.auto.commit", "only what is settled is committed"),
          Map.entry("auto.commit.interval.ms", "only what is settled is committed"),
          Map.entry("auto.offset.reset", "the option start says where to begin"),
          Map.entry("allow.auto.create.topics", "topics are declared or checked, not guessed"),
          Map.entry("partition.assignment.strategy", "it is cooperative-sticky"),
          Map.entry("group.protocol", "the classic protocol with cooperative-sticky is used"),
          Map.entry("key.deserializer", BYTES),
          Map.entry("value.deserializer", BYTES),
          Map.entry("key.serializer", BYTES),
          Map.entry("value.serializer", BYTES),
          Map.entry("transactional.id", "publications are single and idempotent"));

  /** Values that would break what a publication promises. */
  private static final Map<String, Set<String>> ONLY =
      Map.of("acks", Set.of("all", "-1"), "enable.idempotence", Set.of("true"));

  private static final int MAX_REQUEST = 32 * 1024 * 1024;

  private ClientProperties() {}

  /** Refuses what would break the contract; the message names each and says why. */
  static void check(Map<String, String> properties) {
    List<String> problems =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(each -> problem(each.getKey(), each.getValue()))
                .filter(problem -> !problem.isEmpty())
                .toList();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Kafka options: properties not allowed: " + String.join("; ", problems));
    }
  }

  private static String problem(String name, String value) {
    String reason = REFUSED.get(name);
    if (reason != null) {
      return name + " (" + reason + ")";
    }
    Set<String> allowed = ONLY.get(name);
    return allowed == null || allowed.contains(value.toLowerCase(Locale.ROOT))
        ? ""
        : name + "=" + value + " (a publication counts when all replicas have it, once)";
  }

  static Map<String, Object> consumer(KafkaOptions options, String client) {
    Map<String, Object> config = reader(options, client);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    if (options.instance() != null) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, options.instance());
    }
    return config;
  }

  /** A consumer outside of any group. */
  static Map<String, Object> reader(KafkaOptions options, String client) {
    Map<String, Object> config = new HashMap<>();
    // What an aborted transaction wrote did not happen.
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    common(options, client, config, ConsumerConfig.configNames());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  static Map<String, Object> producer(KafkaOptions options, String client) {
    Map<String, Object> config = new HashMap<>();
    long request = options.requestTimeout().toMillis();
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(2 * request));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, request);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0); // the caller waits for each
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST); // the broker's limit counts
    common(options, client, config, ProducerConfig.configNames());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return config;
  }

  static Map<String, Object> admin(KafkaOptions options, String client) {
    Map<String, Object> config = new HashMap<>();
    common(options, client, config, AdminClientConfig.configNames());
    return config;
  }

  private static void common(
      KafkaOptions options, String client, Map<String, Object> config, Set<String> known) {
    long request = options.requestTimeout().toMillis();
    config.put("request.timeout.ms", millis(request));
    if (known.contains("default.api.timeout.ms")) {
      config.put("default.api.timeout.ms", millis(2 * request));
    }
    config.put("client.id", client);
    options
        .properties()
        .forEach(
            (name, value) -> {
              if (known.contains(name) || isForeign(name)) {
                config.put(name, value);
              }
            });
    config.put("bootstrap.servers", options.bootstrap());
  }

  /** Properties of the host's own plug-ins; those of another client of Kafka's only make noise. */
  private static boolean isForeign(String name) {
    return !ConsumerConfig.configNames().contains(name)
        && !ProducerConfig.configNames().contains(name)
        && !AdminClientConfig.configNames().contains(name);
  }

  private static int millis(long value) {
    return (int) Math.min(Integer.MAX_VALUE, value);
  }
}
