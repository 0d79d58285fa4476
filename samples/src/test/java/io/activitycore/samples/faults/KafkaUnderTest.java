package io.activitycore.samples.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One Kafka broker, a listener for us and one that is reached through the proxy only. */
final class KafkaUnderTest extends BrokerUnderTest {

  private static final int LARGEST = 8 * 1024 * 1024;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  KafkaUnderTest() throws IOException {
    this(freePort());
  }

  private KafkaUnderTest(int behind) {
    this(behind, TcpProxy.to("127.0.0.1", behind));
  }

  private KafkaUnderTest(int behind, TcpProxy proxy) {
    super(Kind.KAFKA, PrivateServer.kafka(behind, proxy.port()), proxy);
    Map<String, Object> config = new TreeMap<>();
    config.put("bootstrap.servers", straight());
    config.put("request.timeout.ms", 2_000);
    admin = Admin.create(config);
    config.put("delivery.timeout.ms", 4_000);
    config.put("max.block.ms", 4_000);
    config.put("max.request.size", LARGEST);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  String proxied() {
    return proxy().address();
  }

  @Override
  void send(String lane, String key, Map<String, String> headers, byte[] body) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(lane + "-in", key.getBytes(UTF_8), body);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    producer.send(record).get(10, TimeUnit.SECONDS);
  }

  @Override
  long pending(String lane) throws Exception {
    String topic = lane + "-in";
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(lane + "-router")
            .partitionsToOffsetAndMetadata()
            .get(10, TimeUnit.SECONDS);
    TopicDescription described =
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get(10, TimeUnit.SECONDS);
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    described
        .partitions()
        .forEach(p -> latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    long pending = 0;
    for (var end : admin.listOffsets(latest).all().get(10, TimeUnit.SECONDS).entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      pending += end.getValue().offset() - (done == null ? 0 : done.offset());
    }
    return pending;
  }

  /** Nothing is small enough for the topic. */
  @Override
  void takeDeadLetters(String lane) throws Exception {
    limitDeadLetters(lane, 1);
  }

  @Override
  void giveDeadLetters(String lane) throws Exception {
    limitDeadLetters(lane, LARGEST);
  }

  private void limitDeadLetters(String lane, int bytes) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, lane + "-dead");
    ConfigEntry limit = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
    admin
        .incrementalAlterConfigs(
            Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
        .all()
        .get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
    super.close();
  }
}
