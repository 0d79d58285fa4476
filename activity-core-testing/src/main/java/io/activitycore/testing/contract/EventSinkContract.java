package io.activitycore.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an event sink. */
public abstract class EventSinkContract extends ContractSuite {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** For the adapter's tests. */
  protected EventSinkContract() {}

  private static EventEnvelope event(String id, String type, JsonNode payload) {
    return new EventEnvelope(
        id,
        type,
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:00:00Z"),
        "order/1",
        TRACE,
        null,
        payload,
        Map.of());
  }

  private static EventEnvelope event(String id) {
    return event(id, "contract.placed", JsonNodeFactory.instance.objectNode().put("n", 1));
  }

  private List<String> publishedIds() {
    return broker().published().stream()
        .map(message -> EventHints.of(message.body(), message.headers()).eventId())
        .toList();
  }

  @Test
  @DisplayName("S01 An event is at the broker, complete, when publish returns")
  void confirmed() {
    EventEnvelope event = event("e-1");
    open(Tuning.usual()).sink().publish(event);

    List<Message> published = broker().published();
    assertThat(published).hasSize(1);
    assertThat(published.get(0).body()).isEqualTo(EnvelopeJson.write(event));
    assertThat(published.get(0).headers()).containsEntry("traceparent", TRACE);
  }

  @Test
  @DisplayName("S02 The same event published again is recognised by its id")
  void idempotent() {
    EventSink sink = open(Tuning.usual()).sink();
    EventEnvelope event = event("e-1");
    sink.publish(event);
    sink.publish(event);
    sink.publish(event("e-2"));

    List<String> expected =
        broker().dropsRepeatedPublications() ? List.of("e-1", "e-2") : List.of("e-1", "e-1", "e-2");
    assertThat(publishedIds()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @DisplayName("S03 Many threads may publish at once")
  void concurrent() {
    EventSink sink = open(Tuning.usual()).sink();
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                        () ->
                            IntStream.range(0, 25)
                                .forEach(i -> sink.publish(event(thread + "-" + i)))))
            .toList();
    threads.forEach(CompletableFuture::join);

    assertThat(publishedIds()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("S04 Ids and types of any characters arrive as they are")
  void oddNames() {
    EventSink sink = open(Tuning.usual()).sink();
    List<EventEnvelope> odd =
        Stream.of("blank in it", "a.b..c*>", "\u00fcml\u00e4ut \u6f22", "x".repeat(900), "a/b#c:d%")
            .map(
                id ->
                    event(id, "type " + id.substring(0, 3), JsonNodeFactory.instance.objectNode()))
            .toList();
    odd.forEach(sink::publish);

    assertThat(broker().published())
        .extracting(Message::body)
        .containsExactlyInAnyOrderElementsOf(odd.stream().map(EnvelopeJson::write).toList());
  }

  @Test
  @DisplayName("S05 A big event is published whole")
  void big() {
    EventEnvelope event =
        event(
            "e-1",
            "contract.big",
            JsonNodeFactory.instance.objectNode().put("t", "x".repeat(2_000_000)));
    open(Tuning.usual()).sink().publish(event);

    assertThat(broker().published().get(0).body()).isEqualTo(EnvelopeJson.write(event));
  }

  @Test
  @DisplayName(
      "S06 What the publisher publishes, the source delivers; what the sink does, it does not")
  void publisherAndSink() {
    Broker broker = open(Tuning.usual());
    Inbox inbox = acking(broker);
    broker.sink().publish(event("out"));
    broker.publisher().publish(event("in"));

    inbox.awaitCount(1);
    assertThat(Patience.comes(Duration.ofMillis(500), () -> inbox.all().size() > 1)).isFalse();
    assertThat(inbox.all().get(0).delivery().body()).isEqualTo(EnvelopeJson.write(event("in")));
    assertThat(publishedIds()).containsExactly("out");
  }

  @Test
  @DisplayName("S07 While the server is down publish fails in time; afterwards it works again")
  void serverOutage() {
    Outage outage = needs(broker().serverOutage(), "the server");
    EventSink sink = open(Tuning.usual()).sink();
    sink.publish(event("before"));
    outage.begin();
    long start = System.nanoTime();
    assertThatExceptionOfType(EventSinkException.class)
        .isThrownBy(() -> sink.publish(event("during")))
        .withMessageContaining("during");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    outage.end();

    Patience.await(patience(), () -> published(sink, event("after")), () -> "still refused");
    assertThat(publishedIds()).contains("before", "after");
  }

  private static boolean published(EventSink sink, EventEnvelope event) {
    try {
      sink.publish(event);
      return true;
    } catch (EventSinkException e) {
      return false; // not connected again yet
    }
  }

  @Test
  @DisplayName("S08 A closed broker publishes nothing more and says so")
  void closed() {
    Broker broker = open(Tuning.usual());
    EventSink sink = broker.sink();
    sink.publish(event("before"));
    close(broker);

    assertThatExceptionOfType(EventSinkException.class)
        .isThrownBy(() -> sink.publish(event("after")));
    assertThat(publishedIds()).containsExactly("before");
  }

  @Test
  @DisplayName("S09 A CloudEvent is whole in its body, or its attributes stand in the headers")
  void formats() {
    Assumptions.assumeTrue(broker().offersFormats(), "formats are not offered");
    EventEnvelope event = event("https://shop.example.com#e-1");
    open(Tuning.usual().withFormat(EventFormat.CLOUDEVENTS_STRUCTURED)).sink().publish(event);
    open(Tuning.usual().withFormat(EventFormat.CLOUDEVENTS_BINARY))
        .sink()
        .publish(event("https://shop.example.com#e-2"));

    List<Message> published = broker().published();
    assertThat(published).hasSize(2);
    assertThat(published.get(0).body())
        .isEqualTo(EventFormat.CLOUDEVENTS_STRUCTURED.encode(event).body());
    assertThat(published.get(1).body()).isEqualTo("{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(attributes(published.get(0))).isEmpty();
    assertThat(attributes(published.get(1)))
        .containsEntry("specversion", "1.0")
        .containsEntry("id", "e-2")
        .containsEntry("type", "contract.placed")
        .containsEntry("source", "https://shop.example.com")
        .containsEntry("traceparent", TRACE);
  }

  @Test
  @DisplayName("S10 What is too large for the broker is refused at once, and the next one goes out")
  void tooLarge() {
    OptionalInt largest = broker().largestBody();
    Assumptions.assumeTrue(largest.isPresent(), "the broker takes events of any size");
    EventSink sink = open(Tuning.usual()).sink();
    for (String id : List.of("e-1", "e-2")) {
      JsonNode payload =
          JsonNodeFactory.instance.objectNode().put("t", "x".repeat(largest.getAsInt()));
      assertThatExceptionOfType(EventSinkException.class)
          .isThrownBy(() -> sink.publish(event(id, "contract.large", payload)))
          .withMessageContaining(id)
          .matches(EventSinkException::isRefused, "is refused");
    }
    sink.publish(event("e-3"));

    assertThat(publishedIds()).containsExactly("e-3");
  }

  /** By the prefixes that intake knows. */
  private static Map<String, String> attributes(Message message) {
    Map<String, String> attributes = new TreeMap<>();
    message
        .headers()
        .forEach(
            (name, value) -> {
              for (String prefix : List.of("ce-", "ce_", "cloudEvents:")) {
                if (name.startsWith(prefix)) {
                  attributes.put(name.substring(prefix.length()), value);
                }
              }
            });
    return attributes;
  }
}
