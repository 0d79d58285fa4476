package io.activitycore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.cli.Cli.Result;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Brokers;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a real NATS, by the command line. */
class DlqCommandIT {

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Properties settings = new Properties();

  @TempDir private Path folder = Path.of("");
  private Path config = Path.of("");

  @BeforeEach
  void deadLetterThree() throws Exception {
    settings.setProperty(Brokers.BROKER, "nats");
    set("url", Servers.nats());
    set("stream", "DLQ_" + run);
    set("subject", "dlq-" + run + ".>");
    set("dead-stream", "DLQDEAD_" + run);
    set("dead-prefix", "dlqdead-" + run);
    config = folder.resolve("application.properties");
    try (var writer = Files.newBufferedWriter(config, UTF_8)) {
      settings.store(writer, null);
    }
    deadLetter("bad-1", "late-1", "bad-2");
  }

  private void set(String key, String value) {
    settings.setProperty(Brokers.ADAPTERS + "nats." + key, value);
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(
        id,
        "shop." + code(id),
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:00:00Z"),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }

  private static String code(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  private static String id(Delivery delivery) {
    return String.valueOf(EventHints.of(delivery.body(), delivery.headers()).eventId());
  }

  private void deadLetter(String... ids) {
    try (Broker broker = Brokers.from(settings)) {
      EventSource.Subscription unused =
          broker
              .source()
              .subscribe(
                  d ->
                      CompletableFuture.completedStage(
                          new Settlement.DeadLetter(code(id(d)), "refused\t" + id(d))));
      for (int i = 0; i < ids.length; i++) {
        broker.publisher().publish(event(ids[i]));
        int count = i + 1;
        awaitCount(broker, count);
      }
    }
  }

  private static void awaitCount(Broker broker, int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (broker.deadLetters().orElseThrow().list(DeadLetterQuery.all()).size() != count) {
      assertThat(System.nanoTime()).as("time until dead-lettered").isLessThan(end);
    }
  }

  /** What the source gets now, until it has got so many. */
  private List<String> delivered(int count) throws InterruptedException {
    BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    List<String> got = new ArrayList<>();
    try (Broker broker = Brokers.from(settings)) {
      EventSource.Subscription unused =
          broker
              .source()
              .subscribe(
                  d -> {
                    ids.add(id(d));
                    return CompletableFuture.completedStage(Settlement.ACK);
                  });
      while (got.size() < count) {
        String next = ids.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("after " + got).isNotNull();
        got.add(next);
      }
    }
    return got;
  }

  private Result dlq(String... args) {
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(args));
    all.addAll(List.of("--config", config.toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void areListedOldestFirstAndFiltered() throws IOException {
    Result all = dlq("list");
    assertThat(all.err()).isEmpty();
    assertThat(all.code()).isZero();
    assertThat(all.out().lines().map(line -> line.split("\t", -1)[4]))
        .containsExactly("bad-1", "late-1", "bad-2");
    assertThat(all.out().lines()).allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(7));

    assertThat(dlq("list", "--code", "bad", "--limit", "1").out().lines()).hasSize(1);
    assertThat(dlq("list", "--type", "shop.late").out()).contains("late-1").doesNotContain("bad");
    assertThat(dlq("list", "--to", "2020-01-01T00:00:00Z").out()).isEmpty();

    JsonNode first =
        new ObjectMapper().readTree(dlq("list", "--json").out().lines().findFirst().orElseThrow());
    assertThat(first.path("event_id").asText()).isEqualTo("bad-1");
    assertThat(first.path("code").asText()).isEqualTo("bad");
  }

  @Test
  void oneIsShownWithHeadersAndBody() throws IOException {
    JsonNode shown = new ObjectMapper().readTree(dlq("show", "2").out());

    assertThat(shown.path("type").asText()).isEqualTo("shop.late");
    assertThat(shown.path("headers").path("Activity-Event-Id").asText()).isEqualTo("late-1");
    assertThat(shown.path("body").asText()).contains("\"event_id\":\"late-1\"");
    assertThat(dlq("show", "77")).isEqualTo(new Result(1, "", "77: no such dead letter\n"));
  }

  @Test
  void areReplayedByIdByFilterAndAllWithTheirEventIds() throws InterruptedException {
    assertThat(dlq("replay", "2", "77"))
        .isEqualTo(new Result(1, "replayed\t2\n", "77: no such dead letter\n"));
    assertThat(delivered(1)).containsExactly("late-1");

    assertThat(dlq("replay", "--code", "bad", "--dry-run").out())
        .isEqualTo("would be replayed\t1\nwould be replayed\t3\n");
    assertThat(dlq("replay", "--all").out()).isEqualTo("replayed\t1\nreplayed\t3\n");
    assertThat(delivered(2)).containsExactlyInAnyOrder("bad-1", "bad-2");
    assertThat(dlq("list").out()).isEmpty();
  }

  @Test
  void areDiscarded() {
    assertThat(dlq("discard", "--type", "shop.bad", "--json").out())
        .isEqualTo("{\"id\":\"1\",\"discarded\":true}\n{\"id\":\"3\",\"discarded\":true}\n");
    assertThat(dlq("list").out()).contains("late-1").doesNotContain("bad-");
  }

  @Test
  void settingsStandOnTheCommandLineToo() {
    Result result =
        Cli.run(
            "dlq",
            "list",
            "--broker",
            "nats",
            "--set",
            "url=" + Servers.nats(),
            "--set",
            "stream=DLQ_" + run,
            "--set",
            "dead-stream=DLQDEAD_" + run,
            "--set",
            "activity-core.adapters.nats.dead-prefix=dlqdead-" + run);

    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).hasSize(3);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    assertThat(dlq("list", "--set", "url=nats://127.0.0.1:1"))
        .satisfies(
            result -> {
              assertThat(result.code()).isEqualTo(69);
              assertThat(result.err()).startsWith("activity dlq list: dead letters of DLQ_");
              assertThat(result.err().lines()).hasSize(1);
            });
    assertThat(dlq("list", "--set", "urk=x").err()).contains("activity-core.adapters.nats.urk");
    assertThat(dlq("list", "--broker", "pigeon"))
        .satisfies(
            result -> {
              assertThat(result.code()).isEqualTo(2);
              assertThat(result.err()).contains("no adapter 'pigeon': expected one of");
            });
    assertThat(dlq("replay").code()).isEqualTo(2);
    assertThat(dlq("replay", "1", "--all").err()).contains("and one of these");
    assertThat(dlq("list", "--from", "yesterday").err()).contains("--from: expected a time");
    assertThat(Cli.run("dlq", "list").err()).contains("activity-core.broker is not set");
  }
}
