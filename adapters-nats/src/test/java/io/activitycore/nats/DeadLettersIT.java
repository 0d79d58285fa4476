package io.activitycore.nats;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.nats.NatsOptions.Topology;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadLettersIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

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
  void keep_bytes_headers_and_reason_while_neighbours_flow_on() throws Exception {
    Recorder recorder = Recorder.settling(DeadLettersIT::refuseBad);
    bench.broker(bench.options().build()).source().subscribe(recorder);

    bench.publish("good 1");
    bench.publish(
        new Headers()
            .add("a", "1", "2")
            .add("Nats-Msg-Id", "m-1")
            .add("Nats-Expected-Stream", bench.stream()),
        "bad");
    bench.publish("good 2");

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    Message dead = deadLetters().get(0);
    assertThat(new String(dead.getData(), StandardCharsets.UTF_8)).isEqualTo("bad");
    assertThat(dead.getSubject()).isEqualTo(bench.deadPrefix() + "." + bench.prefix() + ".event");
    Headers headers = dead.getHeaders();
    assertThat(headers.get("a")).containsExactly("1", "2");
    assertThat(headers.getFirst("Activity-Dead-Nats-Msg-Id")).isEqualTo("m-1");
    assertThat(headers.getFirst("Activity-Dead-Code")).isEqualTo("undecodable");
    assertThat(headers.getFirst("Activity-Dead-Reason")).isEqualTo("no JSON\\u000aat all \\u00e4");
    assertThat(headers.getFirst("Activity-Dead-Subject")).isEqualTo(bench.prefix() + ".event");
    assertThat(headers.getFirst("Activity-Dead-Stream")).isEqualTo(bench.stream());
    assertThat(headers.getFirst("Activity-Dead-Sequence")).isEqualTo("2");
    assertThat(headers.getFirst("Activity-Dead-Deliveries")).isEqualTo("1");
    assertThat(headers.getFirst("Activity-Dead-Time")).isNotBlank();
    assertThat(recorder.bodies()).containsExactly("good 1", "bad", "good 2");
  }

  @Test
  void stand_there_once_even_if_the_original_comes_again() throws Exception {
    NatsOptions options = bench.options().build();
    Subscription first =
        bench.broker(options).source().subscribe(Recorder.settling(DeadLettersIT::refuseBad));
    bench.publish("bad");
    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    first.close();
    bench.management().deleteConsumer(bench.stream(), bench.consumer());
    Recorder second = Recorder.settling(DeadLettersIT::refuseBad);
    bench.broker(options).source().subscribe(second);

    await().atMost(LIMIT).until(() -> second.deliveries().size() == 1);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(bench.count(bench.deadStream())).isEqualTo(1);
  }

  @Test
  void wait_with_the_original_while_their_destination_is_down() throws Exception {
    bench.addStream(bench.stream(), bench.prefix() + ".>");
    bench.addStream(bench.deadStream(), bench.deadPrefix() + ".>");
    NatsOptions declare = bench.options().build();
    bench.broker(declare).source().subscribe(Recorder.acking()).close();
    Recorder recorder = Recorder.settling(DeadLettersIT::refuseBad);
    bench.broker(bench.options().topology(Topology.CHECK).build()).source().subscribe(recorder);
    bench.management().deleteStream(bench.deadStream());

    bench.publish("bad");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    await().pollDelay(500, MILLISECONDS).atMost(LIMIT).until(() -> true);
    bench.publish("good");
    await()
        .pollDelay(3000, MILLISECONDS) // twice the ack wait
        .atMost(LIMIT)
        .until(() -> bench.consumerInfo().getNumAckPending() >= 1);
    assertThat(recorder.bodies()).containsExactly("bad");
    bench.addStream(bench.deadStream(), bench.deadPrefix() + ".>");

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(recorder.bodies()).containsExactly("bad", "good");
  }

  @Test
  void take_what_was_delivered_too_often_without_asking_the_listener() throws Exception {
    Recorder recorder =
        Recorder.answering(d -> CompletableFuture.failedStage(new IllegalStateException("again")));
    bench.broker(bench.options().deliveryLimit(3).build()).source().subscribe(recorder);
    bench.publish("poison");

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3);
    Headers headers = deadLetters().get(0).getHeaders();
    assertThat(headers.getFirst("Activity-Dead-Code")).isEqualTo("delivery_limit");
    assertThat(headers.getFirst("Activity-Dead-Deliveries")).isEqualTo("4");
  }

  @Test
  void name_the_original_when_it_leaves_no_room_for_the_reason() throws Exception {
    bench
        .broker(bench.options().build())
        .source()
        .subscribe(Recorder.settling(d -> new Settlement.DeadLetter("too_large", "much")));
    int size = (int) bench.connection().getMaxPayload();
    bench.jetStream().publish(bench.prefix() + ".event", new byte[size]);

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    Message dead = deadLetters().get(0);
    assertThat(dead.getData()).isNullOrEmpty();
    assertThat(dead.getHeaders().getFirst("Activity-Dead-Body-Omitted")).isEqualTo("" + size);
    assertThat(dead.getHeaders().getFirst("Activity-Dead-Sequence")).isEqualTo("1");
  }

  @Test
  void take_what_the_server_gave_up() throws Exception {
    NatsOptions options = bench.options().deliveryLimit(1).build();
    bench.addStream(bench.stream(), bench.prefix() + ".>");
    bench
        .management()
        .createConsumer(
            bench.stream(),
            ConsumerConfiguration.builder()
                .durable(bench.consumer())
                .filterSubject(bench.prefix() + ".>")
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(options.ackWait())
                .maxAckPending(options.maxAckPending())
                .maxDeliver(options.brokerDeliveryLimit())
                .build());
    Subscription ours = bench.broker(options).source().subscribe(Recorder.acking());
    ours.pause();
    await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumWaiting() == 0);
    bench.publish("forgotten");
    refuse(options.brokerDeliveryLimit());

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    Message dead = deadLetters().get(0);
    assertThat(new String(dead.getData(), StandardCharsets.UTF_8)).isEqualTo("forgotten");
    assertThat(dead.getHeaders().getFirst("Activity-Dead-Code")).isEqualTo("delivery_limit");
  }

  @Test
  void take_what_was_delivered_too_often_while_nobody_listened() throws Exception {
    NatsOptions options = bench.options().deliveryLimit(1).build();
    bench.broker(options).source().subscribe(Recorder.acking()).close();
    bench.publish("forgotten");
    refuse(options.brokerDeliveryLimit() + 5);

    Recorder recorder = Recorder.acking();
    bench.broker(options).source().subscribe(recorder);

    await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(recorder.bodies()).isEmpty();
  }

  /** As if processes died with it so often; less, when the server gives it up before. */
  private void refuse(long times) throws Exception {
    var other =
        bench
            .jetStream()
            .subscribe(null, PullSubscribeOptions.bind(bench.stream(), bench.consumer()));
    List<Message> fetched = other.fetch(1, Duration.ofSeconds(5));
    for (int delivery = 1; delivery <= times && !fetched.isEmpty(); delivery++) {
      fetched.get(0).nak();
      fetched = other.fetch(1, Duration.ofSeconds(1)); // only who asks makes the server notice
    }
    fetched.forEach(Message::nak);
    other.unsubscribe();
  }

  private List<Message> deadLetters() throws Exception {
    return bench.read(bench.deadStream(), bench.deadPrefix() + ".>");
  }

  private static Settlement refuseBad(Delivery delivery) {
    return Recorder.body(delivery).equals("bad")
        ? new Settlement.DeadLetter("undecodable", "no JSON\nat all \u00e4")
        : Settlement.ACK;
  }
}
