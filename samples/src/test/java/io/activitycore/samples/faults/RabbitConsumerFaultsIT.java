package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import io.activitycore.engine.ActivityCore;
import io.activitycore.rabbitmq.RabbitBroker;
import io.activitycore.rabbitmq.RabbitOptions;
import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a group of hosts and RabbitMQ. */
final class RabbitConsumerFaultsIT extends ConsumerFaults {

  private static final int DELIVERY_LIMIT = 3;
  private static final Duration TOLERANCE = Duration.ofSeconds(6);
  private static final List<Duration> DELAYS =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(2));

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new RabbitUnderTest(
        List.of(
            "consumer_timeout = " + Kind.PATIENCE.toMillis(),
            "message_interceptors.incoming.set_header_timestamp.overwrite = true"));
  }

  /** It closes the channel. */
  @Override
  void awaitImpatience(ActivityCore core) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Play.LONGEST)
        .until(
            () ->
                core.sources().values().stream()
                    .anyMatch(source -> String.valueOf(source.problem()).contains("timed out")));
  }

  @Test
  void a_signed_event_that_waits_longer_than_the_tolerance_runs_and_a_replayed_one_does_not(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("stored time", broker(), folder)) {
      String lane = play.scene().lane();
      try (Channel channel = rabbit().channel()) {
        declareByHand(channel, lane);
      }
      play.send(play.messages().signed());
      Instant before = Instant.now().minus(TOLERANCE.multipliedBy(2));
      String forged = Long.toString(before.toEpochMilli());
      play.send(
          play.messages()
              .late(before, Map.of("timestamp_in_ms", forged, "Activity-Retry-Stored", forged)));
      play.awaitSent();
      Play.pass(TOLERANCE.plusSeconds(1));

      try (Broker ours = RabbitBroker.create(checked(lane).trustTimestamps(true).build());
          ActivityCore core = play.core(ours, TOLERANCE)) {
        core.start();
        play.settle();
      }
      assertThat(play.deadLetters()).extracting(StoredDeadLetter::code).containsOnly("replayed");
      play.assertNothingIsLeft();
    }
  }

  @Test
  void what_the_server_gives_up_while_no_host_lives_is_a_dead_letter_that_can_be_replayed(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("given up", broker(), folder)) {
      String lane = play.scene().lane();
      try (Channel channel = rabbit().channel()) {
        declareByHand(channel, lane);
      }
      play.send(play.messages().order("DE", ""));
      play.awaitSent();
      for (int delivery = 0; delivery <= DELIVERY_LIMIT; delivery++) {
        try (Channel dying = rabbit().channel()) {
          await().atMost(Play.LONGEST).until(() -> dying.basicGet(lane + "-events", false) != null);
        }
      }

      await().atMost(Play.LONGEST).until(() -> play.deadLetters().size() == 1);
      StoredDeadLetter letter = play.deadLetters().get(0);
      assertThat(letter.code()).isEqualTo("delivery_limit");
      assertThat(letter.reason()).isEqualTo("the server dead-lettered it");
      play.note("the server gave it up");
      try (Broker ours = RabbitBroker.create(checked(lane).build());
          ActivityCore core = play.core(ours)) {
        core.start();
        play.replay(letter);
        play.settle();
      }
      play.assertNothingIsLeft();
    }
  }

  private RabbitUnderTest rabbit() {
    return (RabbitUnderTest) broker();
  }

  private RabbitOptions.Builder checked(String lane) {
    return RabbitOptions.builder()
        .uri(broker().proxied())
        .in(lane + "-in", lane + "-events")
        .out(lane + "-out", lane + "-out")
        .dead(lane + "-dead", lane + "-dead")
        .delays(DELAYS.toArray(Duration[]::new))
        .topology(RabbitOptions.Topology.CHECK);
  }

  /** As the guide says, but for a limit that is reached sooner. */
  private static void declareByHand(Channel channel, String lane) throws Exception {
    String queue = lane + "-events";
    for (String exchange : List.of(lane + "-in", lane + "-out", lane + "-dead")) {
      channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    }
    for (String both : List.of(lane + "-out", lane + "-dead")) {
      declare(channel, both, Map.of("x-delivery-limit", -1));
      channel.queueBind(both, both, "#");
    }
    Map<String, Object> careful =
        Map.of("x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish");
    declare(
        channel,
        queue,
        with(
            careful,
            Map.of("x-dead-letter-exchange", lane + "-dead", "x-delivery-limit", DELIVERY_LIMIT)));
    channel.queueBind(queue, lane + "-in", "#");
    for (Duration delay : DELAYS) {
      declare(
          channel,
          queue + ".delay-" + delay.toMillis() + "ms",
          with(
              careful,
              Map.of(
                  "x-message-ttl",
                  delay.toMillis(),
                  "x-dead-letter-exchange",
                  "",
                  "x-dead-letter-routing-key",
                  queue)));
    }
  }

  private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }

  private static void declare(Channel channel, String queue, Map<String, Object> arguments)
      throws Exception {
    channel.queueDeclare(
        queue, true, false, false, with(arguments, Map.of("x-queue-type", "quorum")));
  }
}
