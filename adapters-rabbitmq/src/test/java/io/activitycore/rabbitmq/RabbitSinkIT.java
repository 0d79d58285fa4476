package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RabbitSinkIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** RabbitMQ takes 16 MiB by default. */
  private static final int TOO_LARGE = 16 * 1024 * 1024 + 1;

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.rabbitmq());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void only_the_event_that_is_too_large_is_refused_for_good_the_others_of_its_channel_are_not()
      throws Exception {
    EventSink sink = bench.broker(bench.options().build()).sink();
    EventEnvelope large = event("large", TOO_LARGE, Map.of());
    AtomicBoolean over = new AtomicBoolean();
    Queue<EventSinkException> failures = new ConcurrentLinkedQueue<>();
    Queue<String> published = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> others =
        IntStream.range(0, 4)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int n = 0; !over.get(); n++) {
                            publish(sink, thread + "-" + n, published, failures);
                          }
                        }))
            .toList();
    await().atMost(LIMIT).until(() -> published.size() > 10);

    for (int n = 0; n < 10; n++) {
      assertThatExceptionOfType(EventSinkException.class)
          .isThrownBy(() -> sink.publish(large))
          .withMessageContaining("larger than")
          .matches(EventSinkException::isRefused, "is refused");
    }
    over.set(true);
    others.forEach(CompletableFuture::join);

    assertThat(failures).noneMatch(EventSinkException::isRefused);
    assertThat(failures).as("events that fell with a channel").isNotEmpty();
    sink.publish(event("last", 1, Map.of()));
    // What failed may stand there all the same.
    assertThat(bench.count(bench.out())).isGreaterThanOrEqualTo(published.size() + 1);
  }

  @Test
  void an_event_whose_attributes_do_not_fit_into_a_frame_is_refused_for_good() throws Exception {
    EventSink sink =
        bench.broker(bench.options().format(EventFormat.CLOUDEVENTS_BINARY).build()).sink();

    assertThatExceptionOfType(EventSinkException.class)
        .isThrownBy(
            () ->
                sink.publish(
                    event(
                        "wide",
                        1,
                        Map.of("much", JsonNodeFactory.instance.textNode("x".repeat(140_000))))))
        .matches(EventSinkException::isRefused, "is refused");

    sink.publish(event("narrow", 1, Map.of()));
    assertThat(bench.count(bench.out())).isEqualTo(1);
  }

  /** Until it is published: each failure is kept. */
  private static void publish(
      EventSink sink, String id, Queue<String> published, Queue<EventSinkException> failures) {
    while (true) {
      try {
        sink.publish(event(id, 10, Map.of()));
        published.add(id);
        return;
      } catch (EventSinkException e) {
        failures.add(e);
      }
    }
  }

  private static EventEnvelope event(
      String id, int size, Map<String, com.fasterxml.jackson.databind.JsonNode> extensions) {
    return new EventEnvelope(
        id,
        "shop.placed",
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:00:00Z"),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode().put("text", "x".repeat(size)),
        extensions);
  }
}
