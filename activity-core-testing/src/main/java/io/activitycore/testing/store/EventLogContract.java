package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.EventLog;
import io.activitycore.spi.EventLog.Kept;
import io.activitycore.spi.EventLog.Query;
import io.activitycore.spi.EventLog.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a log of events. */
public abstract class EventLogContract extends StoreSuite {

  private static final String TYPE = "shop.order.placed";
  private static final Duration HOUR = Duration.ofHours(1);

  /** For the store's tests. */
  protected EventLogContract() {}

  private EventLog log() {
    return store().events();
  }

  private Kept kept(String id) {
    return new Kept(tenant(), event(id, TYPE), HOUR);
  }

  private Decision about(String id, Decision.Kind kind) {
    return new Decision(tenant(), event(id, TYPE).eventId(), "a", 1, kind, "why", null, now());
  }

  /** All that came around now. */
  private Query all(int limit) {
    return new Query(tenant(), TYPE, now().minus(HOUR), now().plus(HOUR), null, limit);
  }

  private static List<EventEnvelope> events(List<Recorded> found) {
    return found.stream().map(Recorded::event).toList();
  }

  @Test
  @DisplayName("E01 An event comes back as it came, with all its decisions in their order")
  void recorded() {
    List<Decision> first =
        List.of(about("e1", Decision.Kind.STARTED), about("e1", Decision.Kind.FILTERED));
    log().record(List.of(kept("e1")), first);
    store().decisions().record(List.of(about("e1", Decision.Kind.DUPLICATE)));
    assertThat(log().find(all(10)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.event()).isEqualTo(event("e1", TYPE));
              assertThat(found.cameAt()).isBetween(now().minus(HOUR), now().plus(HOUR));
              assertThat(found.decisions())
                  .containsExactly(
                      first.get(0), first.get(1), about("e1", Decision.Kind.DUPLICATE));
            });
    assertThat(store().decisions().find(tenant(), event("e1", TYPE).eventId())).hasSize(3);
  }

  @Test
  @DisplayName("E02 The same event again is one, and its decisions are written")
  void again() {
    log().record(List.of(kept("e1"), kept("e1")), List.of(about("e1", Decision.Kind.STARTED)));
    Recorded first = log().find(all(10)).get(0);
    log().record(List.of(kept("e1")), List.of(about("e1", Decision.Kind.DUPLICATE)));
    assertThat(log().find(all(10)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.cameAt()).isEqualTo(first.cameAt());
              assertThat(found.decisions()).hasSize(2);
            });
  }

  @Test
  @DisplayName("E03 Pages go through all events of a type in the order they came, each once")
  void pages() {
    IntStream.range(0, 7).forEach(i -> log().record(List.of(kept("e" + i)), List.of()));
    log().record(IntStream.range(7, 12).mapToObj(i -> kept("e" + i)).toList(), List.of());
    log().record(List.of(new Kept(tenant(), event("x", "other"), HOUR)), List.of());
    List<EventEnvelope> seen = new ArrayList<>();
    Query query = all(5);
    for (List<Recorded> page = log().find(query); !page.isEmpty(); page = log().find(query)) {
      assertThat(page).hasSizeLessThanOrEqualTo(5);
      seen.addAll(events(page));
      query = query.next(page.get(page.size() - 1));
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 12).mapToObj(i -> event("e" + i, TYPE)).toList());
  }

  @Test
  @DisplayName("E04 Only those of the time asked for are found")
  void times() {
    log().record(List.of(kept("e1")), List.of());
    Recorded found = log().find(all(10)).get(0);
    Query from = new Query(tenant(), TYPE, found.cameAt(), now().plus(HOUR), null, 10);
    Query to = new Query(tenant(), TYPE, now().minus(HOUR), found.cameAt(), null, 10);
    assertThat(log().find(from)).hasSize(1);
    assertThat(log().find(to)).isEmpty();
  }

  @Test
  @DisplayName("E05 Another tenant's are not found")
  void tenants() {
    log().record(List.of(kept("e1")), List.of());
    Query other = new Query(tenant() + "x", TYPE, now().minus(HOUR), now().plus(HOUR), null, 10);
    assertThat(log().find(other)).isEmpty();
  }

  @Test
  @DisplayName("E06 An event whose time is over is not found")
  void expiry() {
    log()
        .record(
            List.of(kept("e1"), new Kept(tenant(), event("e2", TYPE), Duration.ofSeconds(-1))),
            List.of());
    assertThat(events(log().find(all(10)))).containsExactly(event("e1", TYPE));
  }

  @Test
  @DisplayName("E07 Nothing is fine too")
  void nothing() {
    log().record(List.of(), List.of());
    log().record(List.of(), List.of(about("e1", Decision.Kind.UNMATCHED)));
    assertThat(log().find(all(10))).isEmpty();
    assertThat(store().decisions().find(tenant(), event("e1", TYPE).eventId())).hasSize(1);
  }
}
