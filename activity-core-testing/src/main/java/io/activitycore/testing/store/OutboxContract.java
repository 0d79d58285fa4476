package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Outbox.Parked;
import io.activitycore.spi.Outbox.Postponed;
import io.activitycore.spi.Outbox.Refused;
import io.activitycore.spi.Outbox.Row;
import io.activitycore.spi.RunStore.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an outbox. Its rows belong to no tenant: nobody else may claim while these run. */
public abstract class OutboxContract extends StoreSuite {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** For the store's tests. */
  protected OutboxContract() {}

  private void write(EventEnvelope... events) {
    List<Row> others = store().outbox().claim(10_000, LEASE);
    assertThat(others).as("nothing of other tests is due").isEmpty();
    journal(
        new Journal(
            key("e" + events[0].eventId()),
            "first",
            1,
            List.of(events),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  /** Claims until something is there. */
  private List<Row> awaitClaim() {
    Instant end = Instant.now().plus(LIMIT);
    List<Row> rows = List.of();
    while (rows.isEmpty() && Instant.now().isBefore(end)) {
      rows = store().outbox().claim(10, LEASE);
    }
    return rows;
  }

  @Test
  @DisplayName("O01 An event comes out as it went in")
  void complete() {
    JsonNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("text", "it's \u0000 \uD83D\uDE00 :x <s>")
            .put("number", 12345678901234567L)
            .put("half", 0.5);
    EventEnvelope event =
        new EventEnvelope(
            tenant() + "/1",
            "Said",
            "here",
            now(),
            "subject",
            "trace",
            "1",
            payload,
            Map.of("more", JsonNodeFactory.instance.booleanNode(true)));
    write(event);
    List<Row> rows = store().outbox().claim(10, LEASE);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).event()).isEqualTo(event);
    assertThat(rows.get(0).attempts()).isZero();
    store().outbox().published(List.of(rows.get(0).id()));
  }

  @Test
  @DisplayName("O02 A claim gives at most so many, oldest first, and nobody else gets them")
  void claimed() {
    int before = store().outbox().countWaiting(1_000);
    write(event("1", "Said"), event("2", "Said"), event("3", "Said"));
    assertThat(store().outbox().countWaiting(1_000)).isEqualTo(before + 3);
    assertThat(store().outbox().countWaiting(2)).isEqualTo(2);
    List<Row> two = store().outbox().claim(2, LEASE);
    assertThat(two)
        .extracting(row -> row.event())
        .containsExactly(event("1", "Said"), event("2", "Said"));
    List<Row> rest = store().outbox().claim(2, LEASE);
    assertThat(rest).extracting(row -> row.event()).containsExactly(event("3", "Said"));
    assertThat(store().outbox().claim(2, LEASE)).isEmpty();
    assertThat(store().outbox().countWaiting(1_000)).isEqualTo(before + 3);
    store().outbox().published(two.stream().map(Row::id).toList());
    assertThat(store().outbox().countWaiting(1_000)).isEqualTo(before + 1);
  }

  @Test
  @DisplayName(
      "O03 What is neither published nor postponed is given out again when the lease is over")
  void leaseEnds() {
    write(event("1", "Said"));
    assertThat(store().outbox().claim(10, SHORT)).hasSize(1);
    List<Row> again = awaitClaim();
    assertThat(again).extracting(Row::attempts).containsExactly(1);
    store().outbox().published(List.of(again.get(0).id()));
  }

  @Test
  @DisplayName(
      "O04 What is published does not come again, nor does the same event written once more")
  void published() {
    write(event("1", "Said"));
    Row row = store().outbox().claim(10, SHORT).get(0);
    store().outbox().published(List.of(row.id()));
    store().outbox().published(List.of(row.id()));
    store().outbox().postpone(List.of(new Postponed(row.id(), Duration.ZERO, true, "too late")));
    store().outbox().park(List.of(new Refused(row.id(), "too late")));
    assertThat(store().outbox().countParked(row.event().source())).isZero();
    journal(
        new Journal(
            key("e1"),
            "first",
            2,
            List.of(event("1", "Said")),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
    assertThat(store().outbox().claim(10, LEASE)).isEmpty();
    store().outbox().published(List.of());
  }

  @Test
  @DisplayName("O05 A postponed event comes when its time has come, not before")
  void postponed() {
    write(event("1", "Said"));
    Row row = store().outbox().claim(10, LEASE).get(0);
    store()
        .outbox()
        .postpone(List.of(new Postponed(row.id(), SHORT, true, "the broker is \u0000 away")));
    assertThat(store().outbox().claim(10, LEASE)).isEmpty();
    List<Row> again = awaitClaim();
    assertThat(again).extracting(row1 -> row1.event()).containsExactly(event("1", "Said"));
    store().outbox().published(List.of(again.get(0).id()));
  }

  @Test
  @DisplayName("O07 What is given back comes first again; an attempt counts when it is said to")
  void attempts() {
    write(event("1", "Said"), event("2", "Said"), event("3", "Said"));
    List<Row> rows = store().outbox().claim(2, LEASE);
    store()
        .outbox()
        .postpone(
            List.of(
                new Postponed(rows.get(0).id(), Duration.ZERO, false, null),
                new Postponed(rows.get(1).id(), Duration.ZERO, true, "refused")));
    List<Row> again = store().outbox().claim(2, LEASE);
    assertThat(again)
        .extracting(Row::event)
        .containsExactly(event("1", "Said"), event("2", "Said"));
    assertThat(again).extracting(Row::attempts).containsExactly(0, 1);
    store().outbox().published(again.stream().map(Row::id).toList());
    assertThat(store().outbox().claim(2, LEASE)).hasSize(1);
    store().outbox().postpone(List.of());
  }

  @Test
  @DisplayName("O08 What is parked does not come, is seen by its source, and others go on")
  void parks() {
    EventEnvelope poison = own("1");
    write(poison, own("2"), event("3", "Said"));
    List<Row> rows = store().outbox().claim(1, LEASE);
    store().outbox().park(List.of(new Refused(rows.get(0).id(), "too \u0000 large")));
    store().outbox().park(List.of());

    List<Row> others = store().outbox().claim(10, SHORT);
    assertThat(others).extracting(Row::event).containsExactly(own("2"), event("3", "Said"));
    store().outbox().published(others.stream().map(Row::id).toList());
    assertThat(store().outbox().claim(10, LEASE)).isEmpty();
    List<Parked> parked = store().outbox().parked(source(), 10);
    assertThat(parked).extracting(Parked::event).containsExactly(poison);
    assertThat(parked.get(0).attempts()).isEqualTo(1);
    assertThat(parked.get(0).reason()).startsWith("too ").endsWith(" large");
    assertThat(parked.get(0).parkedAt())
        .isBetween(now().minus(Duration.ofHours(1)), now().plus(Duration.ofHours(1)));
    assertThat(store().outbox().countParked(source())).isEqualTo(1);
    assertThat(store().outbox().parked(source() + "x", 10)).isEmpty();
    assertThat(store().outbox().countParked(source() + "x")).isZero();
    assertThat(store().outbox().parked(source(), 0)).isEmpty();
  }

  @Test
  @DisplayName("O09 What is parked is retried from the beginning, or discarded, by its own only")
  void settlesParked() {
    write(own("1"), own("2"), own("3"));
    List<Refused> refused =
        store().outbox().claim(10, LEASE).stream()
            .map(row -> new Refused(row.id(), "refused"))
            .toList();
    store().outbox().park(refused);
    String retried = own("1").eventId();
    String discarded = own("2").eventId();
    assertThat(store().outbox().retry(source() + "x", List.of(retried))).isEmpty();
    assertThat(store().outbox().discard(source() + "x", List.of(discarded))).isEmpty();

    assertThat(store().outbox().retry(source(), List.of(retried, "unknown")))
        .containsExactly(retried);
    assertThat(store().outbox().discard(source(), List.of(discarded))).containsExactly(discarded);
    assertThat(store().outbox().discard(source(), List.of(discarded, retried))).isEmpty();
    assertThat(store().outbox().parked(source(), 10))
        .extracting(Parked::event)
        .containsExactly(own("3"));
    List<Row> again = store().outbox().claim(10, LEASE);
    assertThat(again).extracting(Row::event).containsExactly(own("1"));
    assertThat(again).extracting(Row::attempts).containsExactly(0);
    store().outbox().published(List.of(again.get(0).id()));
  }

  /** An event of this tenant's own source. */
  private EventEnvelope own(String id) {
    return new EventEnvelope(
        tenant() + "/" + id, "Said", source(), now(), null, null, null, json("id", id), Map.of());
  }

  private String source() {
    return "activity-core/" + tenant();
  }

  @Test
  @DisplayName("O06 Several relays at once share the rows: each row goes to one of them")
  void relays() {
    write(
        IntStream.range(0, 200)
            .mapToObj(i -> event("n" + i, "Said"))
            .toArray(EventEnvelope[]::new));
    List<List<Long>> claimed =
        atOnce(
            4,
            () -> {
              List<Long> ids = new ArrayList<>();
              for (int i = 0; i < 50; i++) {
                store().outbox().claim(10, LEASE).forEach(row -> ids.add(row.id()));
              }
              store().outbox().published(ids);
              return ids;
            });
    List<Long> all = claimed.stream().flatMap(List::stream).toList();
    assertThat(all).hasSize(200);
    assertThat(new HashSet<>(all)).hasSize(200);
  }
}
