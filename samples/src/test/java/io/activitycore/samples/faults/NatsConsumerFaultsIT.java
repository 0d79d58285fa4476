package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a group of hosts and NATS JetStream. */
final class NatsConsumerFaultsIT extends ConsumerFaults {

  /** The least that the adapter takes: five more than its own limit. */
  private static final int MAX_DELIVER = 15;

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new NatsUnderTest();
  }

  @Test
  void what_the_server_gives_up_while_no_host_lives_is_a_dead_letter_that_can_be_replayed(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (Play play = new Play("given up", broker(), folder)) {
      String lane = play.scene().lane();
      consumerMadeByHand(lane);
      runHost(play, () -> {});

      play.send(play.messages().order("DE", ""));
      play.awaitSent();
      deliverInVain(lane);
      play.note("the server gave it up");

      runHost(
          play,
          () -> {
            await().atMost(Play.LONGEST).until(() -> play.deadLetters().size() == 1);
            StoredDeadLetter letter = play.deadLetters().get(0);
            assertThat(letter.code()).isEqualTo("delivery_limit");
            assertThat(letter.reason()).contains("max_deliver");
            play.replay(letter);
            play.settle();
          });
      runHost(play, () -> {}); // what is told of once is not told of again
      assertThat(play.deadLetters()).isEmpty();
    }
  }

  private void runHost(Play play, Runnable meanwhile) {
    try (Broker ours = broker().kind().member(broker().proxied(), play.scene().lane());
        ActivityCore core = play.core(ours)) {
      core.start();
      meanwhile.run();
    }
  }

  private JetStreamManagement management() throws Exception {
    return ((NatsUnderTest) broker()).connection().jetStreamManagement();
  }

  private void consumerMadeByHand(String lane) throws Exception {
    String stream = Kind.stream(lane, "in");
    String subject = lane + "-in.>";
    management().addStream(StreamConfiguration.builder().name(stream).subjects(subject).build());
    management()
        .createConsumer(
            stream,
            ConsumerConfiguration.builder()
                .durable(lane + "-router")
                .filterSubject(subject)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(Duration.ofSeconds(2))
                .maxAckPending(10_000)
                .maxDeliver(MAX_DELIVER)
                .build());
  }

  /** As if processes died with it so often, and one more just when it was told of that. */
  private void deliverInVain(String lane) throws Exception {
    JetStreamSubscription dying =
        ((NatsUnderTest) broker())
            .connection()
            .jetStream()
            .subscribe(null, PullSubscribeOptions.bind(Kind.stream(lane, "in"), lane + "-router"));
    for (int delivery = 1; delivery <= MAX_DELIVER; delivery++) {
      List<Message> fetched = dying.fetch(1, Duration.ofSeconds(5));
      assertThat(fetched).as("delivery %d", delivery).hasSize(1);
      if (delivery < MAX_DELIVER) {
        fetched.get(0).nak();
      }
    }
    await()
        .atMost(Play.LONGEST)
        .until(
            () -> dying.fetch(1, Duration.ofSeconds(1)).isEmpty() && broker().pending(lane) == 0);
    dying.unsubscribe();
  }
}
