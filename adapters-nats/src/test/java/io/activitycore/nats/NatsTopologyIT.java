package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.activitycore.nats.NatsOptions.Topology;
import io.activitycore.spi.EventSourceException;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NatsTopologyIT {

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.nats());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void declares_streams_and_consumer_and_finds_them_again() throws Exception {
    subscribe(bench.options().build());
    subscribe(bench.options().build());
    subscribe(bench.options().topology(Topology.CHECK).build());

    StreamConfiguration stream =
        bench.management().getStreamInfo(bench.stream()).getConfiguration();
    assertThat(stream.getSubjects()).containsExactly(bench.prefix() + ".>");
    assertThat(stream.getStorageType()).isEqualTo(StorageType.File);
    assertThat(stream.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(stream.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
    assertThat(bench.management().getStreamInfo(bench.deadStream()).getConfiguration())
        .returns(RetentionPolicy.Limits, StreamConfiguration::getRetentionPolicy);
    ConsumerConfiguration consumer = bench.consumerInfo().getConsumerConfiguration();
    assertThat(consumer.getAckPolicy()).isEqualTo(AckPolicy.Explicit);
    assertThat(consumer.getMaxDeliver()).isEqualTo(-1);
    assertThat(consumer.getMaxAckPending()).isEqualTo(10_000);
  }

  @Test
  void brings_its_own_consumer_up_to_date() throws Exception {
    subscribe(bench.options().build());
    ConsumerConfiguration made = bench.consumerInfo().getConsumerConfiguration();
    bench
        .management()
        .addOrUpdateConsumer(
            bench.stream(), ConsumerConfiguration.builder(made).maxDeliver(25).build());
    subscribe(bench.options().ackWait(Duration.ofSeconds(7)).deliveryLimit(20).build());

    ConsumerConfiguration consumer = bench.consumerInfo().getConsumerConfiguration();
    assertThat(consumer.getAckWait()).isEqualTo(Duration.ofSeconds(7));
    assertThat(consumer.getMaxDeliver()).isEqualTo(-1);
  }

  @Test
  void checking_names_what_is_missing() throws Exception {
    NatsOptions check = bench.options().topology(Topology.CHECK).build();
    assertRefused(check, "stream " + bench.stream() + " is missing");
    bench.addStream(bench.stream(), bench.prefix() + ".>");
    assertRefused(check, "stream " + bench.deadStream() + " is missing");
    bench.addStream(bench.deadStream(), bench.deadPrefix() + ".>");
    assertRefused(check, "consumer " + bench.consumer() + " of stream", "is missing");
  }

  @Test
  void never_changes_a_consumer_of_others() throws Exception {
    bench.addStream(bench.stream(), bench.prefix() + ".>");
    ConsumerConfiguration foreign =
        ConsumerConfiguration.builder()
            .durable(bench.consumer())
            .filterSubject(bench.prefix() + ".>")
            .maxDeliver(3)
            .build();
    bench.management().createConsumer(bench.stream(), foreign);

    assertRefused(
        bench.options().build(), "max_deliver is 3, expected at least 15", "ack_wait is PT30S");
    assertThat(bench.consumerInfo().getConsumerConfiguration().getMaxDeliver()).isEqualTo(3);
  }

  @Test
  void refuses_what_cannot_serve() throws Exception {
    bench.addStream(bench.stream(), bench.prefix() + ".other.>");
    assertRefused(bench.options().build(), "do not cover " + bench.prefix() + ".>");

    bench
        .management()
        .addStream(
            StreamConfiguration.builder()
                .name(bench.deadStream())
                .subjects(bench.deadPrefix() + ".>")
                .retentionPolicy(RetentionPolicy.Interest)
                .build());
    bench
        .management()
        .updateStream(
            StreamConfiguration.builder()
                .name(bench.stream())
                .subjects(bench.prefix() + ".>")
                .build());
    assertRefused(bench.options().build(), "retention is interest");
  }

  @Test
  void refuses_a_stream_whose_subjects_belong_to_another() throws Exception {
    bench.addStream(bench.outStream(), bench.prefix() + ".a");

    assertRefused(bench.options().build(), "cannot be created", "overlap");
  }

  @Test
  void a_server_that_is_not_there_is_an_error() {
    assertRefused(bench.options().url("nats://127.0.0.1:9").build(), "no NATS server at");
  }

  @Test
  void makes_a_deleted_consumer_again_while_running() throws Exception {
    Recorder recorder = Recorder.acking();
    bench.broker(bench.options().build()).source().subscribe(recorder);
    bench.publish("one");
    await().atMost(Duration.ofSeconds(20)).until(() -> recorder.deliveries().size() == 1);

    bench.management().deleteConsumer(bench.stream(), bench.consumer());
    bench.publish("two");

    await().atMost(Duration.ofSeconds(20)).until(() -> recorder.bodies().contains("two"));
    await().atMost(Duration.ofSeconds(20)).until(bench::allAcknowledged);
  }

  @Test
  void a_consumer_made_again_goes_on_where_the_old_one_was_known_to_be() throws Exception {
    NatsBroker first = bench.broker(bench.options().build());
    Recorder before = Recorder.acking();
    first.source().subscribe(before);
    bench.publish("one", "two");
    await().atMost(Duration.ofSeconds(20)).until(bench::allAcknowledged);
    first.close();
    Recorder after = Recorder.acking();
    bench.broker(bench.options().build()).source().subscribe(after);

    bench.management().deleteConsumer(bench.stream(), bench.consumer());
    bench.publish("three");

    await().atMost(Duration.ofSeconds(20)).until(() -> after.deliveries().size() == 1);
    await().atMost(Duration.ofSeconds(20)).until(bench::allAcknowledged);
    assertThat(after.bodies()).containsExactly("three");
    subscribe(bench.options().ackWait(Duration.ofSeconds(9)).build()); // can still be updated
  }

  private void subscribe(NatsOptions options) {
    bench.broker(options).source().subscribe(Recorder.acking()).close();
  }

  private void assertRefused(NatsOptions options, String... parts) {
    assertThatThrownBy(() -> subscribe(options))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContainingAll(parts);
  }
}
