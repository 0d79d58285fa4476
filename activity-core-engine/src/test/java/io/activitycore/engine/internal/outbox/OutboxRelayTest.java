package io.activitycore.engine.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.EventsOut;
import io.activitycore.engine.internal.dispatch.FailingStore;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

  private static final String SOURCE = "activity-core/default";

  /** Stands until it is told to go on. */
  private static final class HandClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final HandClock clock = new HandClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<String> published = new CopyOnWriteArrayList<>();
  private final List<String> offered = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> forGood = ConcurrentHashMap.newKeySet();
  private volatile boolean away;
  private final EventSink sink =
      event -> {
        if (forGood.contains(event.eventId())) {
          throw EventSinkException.refused("never", null);
        }
        offered.add(event.eventId());
        if (away || refused.contains(event.eventId())) {
          throw new EventSinkException("not now", null);
        }
        published.add(event.eventId());
      };

  private OutboxRelay relay() {
    return new OutboxRelay(store.outbox(), sink, clock, Metrics.none());
  }

  private void add(String... eventIds) {
    RunKey key = new RunKey(RunKey.DEFAULT_TENANT, "a", eventIds[0]);
    Decision started =
        new Decision(
            key.tenant(), key.occurrence(), "a", 1, Decision.Kind.STARTED, "", "w", Instant.EPOCH);
    List<EventEnvelope> events =
        java.util.Arrays.stream(eventIds).map(OutboxRelayTest::event).toList();
    store
        .runs()
        .prepare(
            List.of(
                new RunStore.Beginning(
                    key,
                    "w",
                    "run",
                    1,
                    "hash",
                    JsonNodeFactory.instance.objectNode(),
                    started,
                    events)));
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(
        id,
        "t",
        SOURCE,
        Instant.EPOCH,
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }

  @Test
  void rows_go_out_once_in_order() {
    add("1", "2", "3");

    assertThat(relay().relay()).isEqualTo(3);
    assertThat(relay().relay()).isZero();
    assertThat(published).containsExactly("1", "2", "3");
  }

  @Test
  void a_row_that_is_refused_does_not_block_the_others_and_backs_off() {
    add("1", "bad", "3");
    refused.add("bad");
    OutboxRelay relay = relay();

    relay.relay();
    assertThat(published).containsExactly("1", "3");

    assertThat(relay.relay()).as("before its time").isZero();
    clock.advance(Duration.ofMillis(250));
    assertThat(relay.relay()).as("after 250 ms").isEqualTo(1);
    clock.advance(Duration.ofMillis(250));
    assertThat(relay.relay()).as("the wait has doubled").isZero();
    clock.advance(Duration.ofMillis(250));
    assertThat(relay.relay()).isEqualTo(1);

    refused.clear();
    clock.advance(Duration.ofMinutes(1));
    relay.relay();
    assertThat(published).containsExactly("1", "3", "bad");
  }

  @Test
  void a_row_that_is_refused_for_good_is_parked_at_once_and_goes_when_it_is_retried() {
    add("1", "bad", "3");
    forGood.add("bad");
    OutboxRelay relay = relay();

    relay.relay();
    clock.advance(Duration.ofDays(1));
    assertThat(relay.relay()).isZero();
    assertThat(published).containsExactly("1", "3");
    EventsOut eventsOut = EventsOut.of(store.outbox(), "default");
    assertThat(eventsOut.countParked()).isEqualTo(1);
    assertThat(eventsOut.parked(10).get(0).reason()).isEqualTo("never");

    forGood.clear();
    assertThat(eventsOut.retry(List.of("bad"))).containsExactly("bad");
    relay.relay();
    assertThat(published).containsExactly("1", "3", "bad");
    assertThat(eventsOut.countParked()).isZero();
  }

  @Test
  void a_row_that_fails_while_others_go_out_is_parked_in_the_end() {
    refused.add("bad");
    add("bad");
    OutboxRelay relay = relay();
    for (int i = 0; i < OutboxRelay.MOST_ATTEMPTS; i++) {
      assertThat(store.outbox().countParked(SOURCE)).as("attempt " + i).isZero();
      add("good-" + i);
      relay.relay();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(store.outbox().parked(SOURCE, 10))
        .extracting(row -> row.event().eventId())
        .containsExactly("bad");
    assertThat(published).hasSize(OutboxRelay.MOST_ATTEMPTS);
  }

  @Test
  void while_the_broker_is_away_no_attempt_counts_and_few_rows_are_tried() {
    add(IntStream.range(0, 300).mapToObj(Integer::toString).toArray(String[]::new));
    away = true;
    OutboxRelay relay = relay();
    for (int i = 0; i < 100; i++) {
      int before = offered.size();
      relay.relay();
      assertThat(offered.size() - before).as("tried in round " + i).isLessThanOrEqualTo(3);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(store.outbox().countParked(SOURCE)).isZero();

    away = false;
    while (relay.relay() > 0) {
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(published).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void rows_that_fail_in_front_do_not_keep_back_those_behind_them() {
    add("bad-1", "bad-2", "bad-3", "bad-4", "good");
    refused.addAll(List.of("bad-1", "bad-2", "bad-3", "bad-4"));
    OutboxRelay relay = relay();
    relay.relay();
    relay.relay();
    assertThat(published).as("without waiting").containsExactly("good");
  }

  @Test
  void the_longest_wait_is_a_minute() {
    add("bad");
    refused.add("bad");
    OutboxRelay relay = relay();
    for (int i = 0; i < 20; i++) {
      assertThat(relay.relay()).as("attempt " + i).isEqualTo(1);
      clock.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void two_relays_publish_each_row_once_while_leases_hold() {
    String[] ids = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
    add(ids);
    try (OutboxRelay one = relay();
        OutboxRelay two = relay()) {
      one.start();
      two.start();
      await().atMost(Duration.ofSeconds(20)).until(() -> published.size() >= ids.length);
    }
    assertThat(published).containsExactlyInAnyOrder(ids);
  }

  @Test
  void a_row_whose_lease_ran_out_comes_again() {
    add("1");
    assertThat(store.outbox().claim(10, Duration.ofSeconds(30))).hasSize(1);

    assertThat(relay().relay()).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(relay().relay()).isEqualTo(1);
    assertThat(published).containsExactly("1");
  }

  @Test
  void what_went_out_while_the_store_was_away_is_told_when_it_is_back_and_not_repeated() {
    add("e-1", "e-2");
    FailingStore failing = new FailingStore(store);
    EventSink breaking =
        event -> {
          published.add(event.eventId());
          failing.failure(new StoreException("the store is away", null));
        };
    OutboxRelay relay = new OutboxRelay(failing.store().outbox(), breaking, clock, Metrics.none());

    assertThatThrownBy(relay::relay).isInstanceOf(StoreException.class);
    assertThatThrownBy(relay::relay).isInstanceOf(StoreException.class);
    failing.failure(null);
    assertThat(relay.relay()).isZero();

    clock.advance(Duration.ofMinutes(1));
    assertThat(relay.relay()).isZero();
    assertThat(published).containsExactly("e-1", "e-2");
  }

  @Test
  void closing_publishes_what_is_there_however_much() {
    OutboxRelay relay = relay();
    relay.start();
    String[] ids = IntStream.range(0, 1_050).mapToObj(Integer::toString).toArray(String[]::new);
    add(ids);

    relay.close();

    assertThat(published).containsExactlyInAnyOrder(ids);
  }

  @Test
  void closing_one_that_never_started_publishes_nothing() {
    add("1");

    relay().close();

    assertThat(published).isEmpty();
  }
}
