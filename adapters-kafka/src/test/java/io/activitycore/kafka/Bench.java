package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of one test's own, clients to look at them, and brokers that end with the test. */
@SuppressWarnings("try") // an interrupted test is no matter
final class Bench implements AutoCloseable {

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String bootstrap;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;
  private final Set<String> known = new HashSet<>();
  private final Deque<KafkaBroker> brokers = new ArrayDeque<>();

  Bench(String bootstrap) {
    this.bootstrap = bootstrap;
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    this.admin = Admin.create(config);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "max.request.size", 8 << 20, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  KafkaOptions.Builder options() {
    return KafkaOptions.builder()
        .bootstrap(bootstrap)
        .topics(topic())
        .group(group())
        .outTopic(outTopic())
        .deadTopic(deadTopic())
        .partitions(3)
        .replicas(1)
        .retryInitial(Duration.ofMillis(50))
        .retryMaximum(Duration.ofMillis(200))
        .commitInterval(Duration.ofMillis(100))
        .requestTimeout(Duration.ofSeconds(10))
        .drainTimeout(Duration.ofSeconds(5));
  }

  KafkaBroker broker(KafkaOptions options) {
    KafkaBroker broker = KafkaBroker.create(options);
    brokers.push(broker);
    return broker;
  }

  void closeBrokers() {
    brokers.forEach(KafkaBroker::close);
    brokers.clear();
  }

  String bootstrap() {
    return bootstrap;
  }

  String topic() {
    return "in-" + id;
  }

  String outTopic() {
    return "out-" + id;
  }

  String deadTopic() {
    return "dead-" + id;
  }

  String group() {
    return "g-" + id;
  }

  Admin admin() {
    return admin;
  }

  void flush() {
    producer.flush();
  }

  void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(settings);
    admin.createTopics(List.of(wanted)).all().get();
  }

  void createIfMissing(String topic, int partitions) throws Exception {
    if (!known.add(topic) || admin.listTopics().names().get().contains(topic)) {
      return;
    }
    try {
      create(topic, partitions, Map.of());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  void set(String topic, String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
  }

  /** Publishes texts without a key. */
  void publish(String... bodies) throws Exception {
    for (String body : bodies) {
      publish(null, body);
    }
  }

  void publish(@Nullable String key, String body) throws Exception {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    publish(new ProducerRecord<>(topic(), bytes, body.getBytes(UTF_8)));
  }

  /** Does not wait for the confirmation. */
  @SuppressWarnings("FutureReturnValueIgnored") // what is lost would be missed
  void send(String key, String body) {
    producer.send(new ProducerRecord<>(topic(), key.getBytes(UTF_8), body.getBytes(UTF_8)));
  }

  void publish(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  /** What the group has committed, by partition. */
  Map<Integer, Long> committed() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> found =
        admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get();
    Map<Integer, Long> offsets = new TreeMap<>();
    found.forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }

  /** How many members of the group have one partition each. */
  long ownersOfOnePartition() throws Exception {
    return members().stream()
        .filter(member -> member.assignment().topicPartitions().size() == 1)
        .count();
  }

  /** The group's, as the broker has them. */
  Collection<MemberDescription> members() throws Exception {
    return admin.describeConsumerGroups(List.of(group())).all().get().get(group()).members();
  }

  Map<Integer, Long> ends(String topic) throws Exception {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (TopicPartition each : partitions(topic)) {
      long end =
          admin.listOffsets(Map.of(each, OffsetSpec.latest())).partitionResult(each).get().offset();
      offsets.put(each.partition(), end);
    }
    return offsets;
  }

  /** Everything published is committed. */
  boolean allCommitted() throws Exception {
    Map<Integer, Long> committed = committed();
    for (Map.Entry<Integer, Long> end : ends(topic()).entrySet()) {
      if (committed.getOrDefault(end.getKey(), 0L) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private List<TopicPartition> partitions(String topic)
      throws InterruptedException, ExecutionException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .toList();
  }

  /** All that stands in a topic now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) throws Exception {
    Map<Integer, Long> ends = ends(topic);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all = partitions(topic);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p.partition()))) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    return found;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() throws Exception {
    brokers.forEach(KafkaBroker::close);
    producer.close(Duration.ofSeconds(2));
    Set<String> ours = Set.copyOf(admin.listTopics().names().get());
    admin.deleteTopics(ours.stream().filter(name -> name.contains(id)).toList()).all().get();
    admin.close(Duration.ofSeconds(2));
  }
}
