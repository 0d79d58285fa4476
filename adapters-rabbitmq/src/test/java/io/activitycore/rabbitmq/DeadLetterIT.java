package io.activitycore.rabbitmq;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.activitycore.rabbitmq.RabbitOptions.Topology;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadLetterIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.rabbitmq());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void keeps_bytes_properties_headers_and_reason_while_neighbours_flow_on() throws Exception {
    Recorder recorder = Recorder.settling(DeadLetterIT::refuseBad);
    RabbitBroker broker = bench.broker(bench.options().build());
    broker.source().subscribe(recorder);

    bench.publish("good 1");
    bench.publish(
        new AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .correlationId("c-1")
            .messageId("m-1")
            .userId("guest")
            .expiration("60000")
            .headers(Map.of("a", "1", "list", List.of("x"), "\u00e4", "\u20ac"))
            .build(),
        "bad");
    bench.publish("good 2");

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);
    assertThat(bench.isEmptyWithout(broker)).isTrue();
    GetResponse dead = bench.read(bench.dead()).get(0);
    assertThat(text(dead)).isEqualTo("bad");
    assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("shop.event");
    assertThat(dead.getProps().getContentType()).isEqualTo("text/plain");
    assertThat(dead.getProps().getCorrelationId()).isEqualTo("c-1");
    assertThat(dead.getProps().getMessageId()).isEqualTo("m-1");
    assertThat(dead.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(dead.getProps().getExpiration()).isNull();
    assertThat(header(dead, "a")).isEqualTo("1");
    assertThat(header(dead, "\u00e4")).isEqualTo("\u20ac");
    assertThat(header(dead, "list")).isEqualTo("[x]");
    assertThat(header(dead, "Activity-Dead-Code")).isEqualTo("undecodable");
    assertThat(header(dead, "Activity-Dead-Reason")).isEqualTo("no JSON\\u000aat all \u00e4");
    assertThat(header(dead, "Activity-Dead-Exchange")).isEqualTo(bench.exchange());
    assertThat(header(dead, "Activity-Dead-Routing-Key")).isEqualTo("shop.event");
    assertThat(header(dead, "Activity-Dead-Queue")).isEqualTo(bench.queue());
    assertThat(header(dead, "Activity-Dead-Deliveries")).isEqualTo("1");
    assertThat(header(dead, "Activity-Dead-Expiration")).isEqualTo("60000");
    assertThat(header(dead, "Activity-Dead-User-Id")).isEqualTo("guest");
    assertThat(header(dead, "Activity-Dead-Time")).isNotBlank();
  }

  @Test
  void waits_with_the_original_while_the_exchange_is_gone() throws Exception {
    RabbitOptions declared = bench.options().build();
    bench.broker(declared).source().subscribe(Recorder.acking()).close();
    Recorder recorder = Recorder.settling(DeadLetterIT::refuseBad);
    RabbitBroker broker = bench.broker(bench.options().topology(Topology.CHECK).build());
    broker.source().subscribe(recorder);
    try (Channel channel = bench.channel()) {
      channel.exchangeDelete(bench.dead());
    }

    bench.publish("bad");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    await().pollDelay(700, MILLISECONDS).atMost(LIMIT).until(() -> true);
    bench.publish("good");
    await().pollDelay(1_000, MILLISECONDS).atMost(LIMIT).until(() -> true);
    assertThat(recorder.bodies()).containsExactly("bad");
    assertThat(bench.count(bench.dead())).isZero();
    bench.broker(declared).source().subscribe(Recorder.acking()).close(); // declares it again

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() >= 2);
    assertThat(recorder.bodies()).contains("good");
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void takes_what_was_delivered_too_often_without_asking_the_listener() throws Exception {
    Recorder recorder =
        Recorder.answering(d -> CompletableFuture.failedStage(new IllegalStateException("again")));
    RabbitBroker broker = bench.broker(bench.options().deliveryLimit(3).build());
    broker.source().subscribe(recorder);
    bench.publish("poison");

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3);
    assertThat(bench.isEmptyWithout(broker)).isTrue();
    GetResponse dead = bench.read(bench.dead()).get(0);
    assertThat(header(dead, "Activity-Dead-Code")).isEqualTo("delivery_limit");
    assertThat(header(dead, "Activity-Dead-Deliveries")).isEqualTo("4");
    assertThat(header(dead, "Activity-Dead-Exchange")).isEqualTo(bench.exchange());
    assertThat(dead.getProps().getHeaders()).doesNotContainKeys("Activity-Retry-Attempts");
  }

  @Test
  void counts_deliveries_of_processes_that_died() throws Exception {
    RabbitOptions options =
        bench.options().deliveryLimit(2).drainTimeout(Duration.ofMillis(50)).build();
    bench.broker(options).source().subscribe(Recorder.acking()).close();
    bench.publish("killer");
    for (int attempt = 1; attempt <= 2; attempt++) {
      Recorder dying = Recorder.waiting(new CompletableFuture<>());
      RabbitBroker broker = bench.broker(options);
      broker.source().subscribe(dying);
      await().atMost(LIMIT).until(() -> dying.deliveries().size() == 1);
      assertThat(dying.deliveries().get(0).attempt()).isEqualTo(attempt);
      broker.close();
    }

    Recorder last = Recorder.acking();
    bench.broker(options).source().subscribe(last);

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    assertThat(last.deliveries()).isEmpty();
  }

  @Test
  void the_servers_own_limit_drops_nothing() throws Exception {
    RabbitBroker broker = bench.broker(bench.options().build());
    broker.source().subscribe(Recorder.acking()).close();
    bench.publish("forgotten");
    try (Channel channel = bench.channel()) {
      for (int i = 0; i <= RabbitOptions.BROKER_LIMIT; i++) {
        GetResponse next = channel.basicGet(bench.queue(), false);
        channel.basicReject(next.getEnvelope().getDeliveryTag(), true);
      }
    }

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    assertThat(text(bench.read(bench.dead()).get(0))).isEqualTo("forgotten");
  }

  @Test
  void leaves_out_headers_that_leave_no_room_for_the_reason() throws Exception {
    RabbitBroker broker = bench.broker(bench.options().build());
    broker
        .source()
        .subscribe(Recorder.settling(d -> new Settlement.DeadLetter("too_large", "much")));
    bench.publish(Map.of("much", "x".repeat(131_072 - 100)), "body");

    await().atMost(LIMIT).until(() -> bench.count(bench.dead()) == 1);
    GetResponse dead = bench.read(bench.dead()).get(0);
    assertThat(text(dead)).isEqualTo("body");
    assertThat(header(dead, "Activity-Dead-Headers-Omitted")).isEqualTo("1");
    assertThat(header(dead, "Activity-Dead-Code")).isEqualTo("too_large");
  }

  private static String text(GetResponse message) {
    return new String(message.getBody(), StandardCharsets.UTF_8);
  }

  private static String header(GetResponse message, String name) {
    return String.valueOf(message.getProps().getHeaders().get(name));
  }

  private static Settlement refuseBad(Delivery delivery) {
    return Recorder.body(delivery).equals("bad")
        ? new Settlement.DeadLetter("undecodable", "no JSON\nat all \u00e4")
        : Settlement.ACK;
  }
}
