package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.engine.internal.dispatch.Dispatchers;
import io.activitycore.engine.internal.dispatch.FailingStore;
import io.activitycore.engine.internal.dispatch.FakeRunStarter;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.intake.IntakeRules;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final FakeRunStarter starter = new FakeRunStarter();
  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final InMemoryBroker broker = InMemoryBroker.create();
  private final Intake intake = intake();

  private Intake intake() {
    return intake(store.decisions(), 1);
  }

  private Intake intake(DecisionLog log, double share) {
    return intake(store, log, share);
  }

  private Intake intake(Store all, DecisionLog log, double share) {
    Router router =
        Router.of(
            new MemoryDefinitionStore(List.of(activity("a"), activity("b"))).current(),
            CachedExpressions.find());
    return new Intake(
        name -> Admission.of(IntakeRules.DEFAULT, CachedExpressions.find()),
        Dispatchers.of(router, starter, all, log, share, Clock.systemUTC()),
        Clock.systemUTC(),
        Metrics.none(),
        4);
  }

  private static ActivityDefinition activity(String id) {
    return ActivityDefinition.builder(id)
        .trigger(Trigger.event("t"))
        .rules(Rule.always(Node.task("one", "noop").build()))
        .build();
  }

  @AfterEach
  void close() {
    intake.close();
    broker.close();
  }

  /** Counts pauses of the in-memory source. */
  private final class Watched implements EventSource {
    private final AtomicInteger paused = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();

    @Override
    public String name() {
      return "watched";
    }

    @Override
    public Subscription subscribe(DeliveryListener listener) {
      Subscription inner = broker.source().subscribe(listener);
      return new Subscription() {
        @Override
        public void pause() {
          inner.pause();
          paused.incrementAndGet();
        }

        @Override
        public void resume() {
          resumed.incrementAndGet();
          inner.resume();
        }

        @Override
        public void close() {
          inner.close();
        }
      };
    }
  }

  private static byte[] good(String id) {
    return EnvelopeBodies.withId(id).getBytes(UTF_8);
  }

  /** The bad input of the issue, by the code it is dead-lettered with. */
  private static List<Map.Entry<String, byte[]>> bad() {
    return List.of(
        Map.entry("not_utf8", new byte[] {(byte) 0xc3, 0x28}),
        Map.entry("malformed", "no json".getBytes(UTF_8)),
        Map.entry("required", bytes(EnvelopeBodies.withPayload("1").replace("\"type\"", "\"x\""))),
        Map.entry("invalid", good("")),
        Map.entry("invalid", good("a\\u0007b")),
        Map.entry("invalid", good("i".repeat(1_025))),
        Map.entry("invalid", bytes(EnvelopeBodies.withTime("10000-01-01T00:00:00Z"))),
        Map.entry("too_deep", bytes(EnvelopeBodies.withPayload(EnvelopeBodies.nested(1_001)))),
        Map.entry("duplicate_key", bytes(EnvelopeBodies.withPayload("{\"a\":1,\"a\":2}"))),
        Map.entry("too_large", bytes(EnvelopeBodies.ofSize(2 * 1024 * 1024 + 1))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void bad_input_is_dead_lettered_once_each_and_its_neighbours_go_on() {
    intake.subscribe(broker.source());
    List<Map.Entry<String, byte[]>> bad = bad();
    int number = 0;
    for (Map.Entry<String, byte[]> body : bad) {
      broker.send(good("before-" + number), Map.of());
      broker.send(body.getValue(), Map.of("expected", body.getKey()));
      number++;
    }
    broker.send(good("i".repeat(256)), Map.of());
    broker.awaitSettled(LONGEST);

    assertThat(broker.deadLettered()).hasSize(bad.size());
    assertThat(broker.deadLettered())
        .allSatisfy(
            letter -> {
              assertThat(letter.delivery().headers()).isEqualTo(Map.of("expected", letter.code()));
              assertThat(letter.reason()).isNotBlank().doesNotContain("\n");
              assertThat(letter.delivery().attempt()).isEqualTo(1);
              assertThat(
                      store.decisions().find(RunKey.DEFAULT_TENANT, letter.delivery().position()))
                  .extracting(Decision::kind)
                  .containsExactly(Decision.Kind.REJECTED);
            });
    assertThat(starter.started()).hasSize(2 * (bad.size() + 1));

    broker.send(good("after"), Map.of());
    broker.awaitSettled(LONGEST);
    assertThat(starter.started()).contains("activity-a:after", "activity-b:after");
  }

  @Test
  void what_can_never_start_is_dead_lettered_with_the_reason_and_the_rest_starts() {
    starter.refuse("b");
    intake.subscribe(broker.source());

    broker.send(good("e-1"), Map.of());
    broker.awaitSettled(LONGEST);

    assertThat(starter.started()).containsExactly("activity-a:e-1");
    assertThat(broker.deadLettered())
        .singleElement()
        .satisfies(letter -> assertThat(letter.reason()).startsWith("too_large: "));
  }

  @Test
  void an_outage_pauses_and_loses_nothing() {
    Watched source = new Watched();
    intake.subscribe(source);
    starter.out(true);
    for (int i = 0; i < 20; i++) {
      broker.send(good("e-" + i), Map.of());
    }
    await().atMost(LONGEST).until(() -> source.paused.get() > 0 && starter.calls() > 4);

    assertThat(intake.isHealthy()).isFalse();
    assertThat(starter.started()).isEmpty();
    assertThat(broker.deadLettered()).isEmpty();

    starter.out(false);
    broker.awaitSettled(LONGEST);

    assertThat(intake.isHealthy()).isTrue();
    assertThat(source.resumed).hasValue(source.paused.get());
    assertThat(starter.started()).hasSize(40).doesNotHaveDuplicates();
    assertThat(broker.deadLettered()).isEmpty();
  }

  @Test
  void an_outage_of_the_store_pauses_and_costs_no_delivery_an_attempt() {
    FailingStore failing = new FailingStore(store);
    Store away = failing.store();
    Watched source = new Watched();
    try (Intake over = intake(away, away.decisions(), 1)) {
      over.subscribe(source);
      failing.failure(new StoreException("the store is away", null));
      for (int i = 0; i < 20; i++) {
        broker.send(good("e-" + i), Map.of());
      }
      await().atMost(LONGEST).until(() -> source.paused.get() > 0 && failing.failed() > 3);

      assertThat(over.isHealthy()).isFalse();
      assertThat(starter.started()).isEmpty();

      failing.failure(null);
      broker.awaitSettled(LONGEST);
      assertThat(over.isHealthy()).isTrue();
    }
    assertThat(source.resumed).hasValue(source.paused.get());
    assertThat(starter.started()).hasSize(40).doesNotHaveDuplicates();
    assertThat(starter.calls()).as("each was asked for once").isEqualTo(40);
    assertThat(broker.deadLettered()).isEmpty();
  }

  @Test
  void what_the_store_can_never_keep_is_dead_lettered_and_its_neighbours_go_on() {
    FailingStore failing = new FailingStore(store);
    Store picky = failing.store();
    try (Intake over = intake(picky, picky.decisions(), 1)) {
      over.subscribe(broker.source());
      failing.failure(StoreException.refusal("id: it is not for keeping", null));
      broker.send(good("e-1"), Map.of());
      broker.awaitSettled(LONGEST);
      failing.failure(null);
      broker.send(good("e-2"), Map.of());
      broker.awaitSettled(LONGEST);
      assertThat(over.isHealthy()).isTrue();
    }
    assertThat(broker.deadLettered())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.code()).isEqualTo("store_refused");
              assertThat(letter.reason()).isEqualTo("id: it is not for keeping");
              assertThat(letter.delivery().attempt()).isEqualTo(1);
            });
    assertThat(starter.started()).containsExactly("activity-a:e-2", "activity-b:e-2");
  }

  @Test
  void a_delivery_that_leaves_for_another_reason_ends_the_outage_it_waited_in() {
    FailingStore failing = new FailingStore(store);
    Store away = failing.store();
    ByHand source = new ByHand();
    try (Intake over = intake(away, away.decisions(), 1)) {
      over.subscribe(source);
      failing.failure(new StoreException("the store is away", null));
      CompletableFuture<Settlement> left = source.deliver(EnvelopeBodies.withId("e-1"));
      await().atMost(LONGEST).until(() -> !over.isHealthy());
      failing.failure(StoreException.refusal("id: it is not for keeping", null));

      assertThat(left).succeedsWithin(LONGEST).isInstanceOf(Settlement.DeadLetter.class);
      assertThat(over.isHealthy()).isTrue();
    }
  }

  @Test
  void an_event_that_starts_nothing_does_not_end_an_outage() {
    Watched source = new Watched();
    intake.subscribe(source);
    starter.unavailable("a", true);
    broker.send(good("e-1"), Map.of());
    broker.send("no json".getBytes(UTF_8), Map.of());
    broker.send(
        EnvelopeBodies.withId("e-2").replace("\"t\"", "\"other\"").getBytes(UTF_8), Map.of());
    await().atMost(LONGEST).until(() -> source.paused.get() == 1 && starter.calls() > 1);

    assertThat(source.resumed).hasValue(0);
    starter.unavailable("a", false);
    broker.awaitSettled(LONGEST);
    assertThat(broker.deadLettered()).hasSize(1);
    assertThat(starter.started()).containsExactly("activity-a:e-1", "activity-b:e-1");
  }

  @Test
  void a_source_that_is_subscribed_during_an_outage_is_paused() {
    intake.subscribe(broker.source());
    starter.out(true);
    broker.send(good("e-1"), Map.of());
    await().atMost(LONGEST).until(() -> !intake.isHealthy());

    Watched late = new Watched();
    intake.subscribe(late);

    assertThat(late.paused).hasValue(1);
  }

  @Test
  void closing_during_an_outage_leaves_deliveries_to_the_broker() {
    intake.subscribe(broker.source());
    starter.out(true);
    broker.send(good("e-1"), Map.of());
    await().atMost(LONGEST).until(() -> !intake.isHealthy());

    intake.close();

    assertThat(broker.deadLettered()).isEmpty();
    starter.out(false);
    try (Intake next = intake()) {
      next.subscribe(broker.source());
      broker.awaitSettled(LONGEST);
    }
    assertThat(starter.started()).containsExactly("activity-a:e-1", "activity-b:e-1");
  }

  @Test
  void closing_settles_what_is_in_hand() {
    intake.subscribe(broker.source());
    for (int i = 0; i < 50; i++) {
      broker.send(good("e-" + i), Map.of());
    }
    await().atMost(LONGEST).until(() -> !starter.started().isEmpty());

    intake.close();
    intake.close();

    int before = starter.started().size();
    try (Intake next = intake()) {
      next.subscribe(broker.source());
      broker.awaitSettled(LONGEST);
    }
    assertThat(before).isPositive();
    assertThat(starter.started()).hasSize(100).doesNotHaveDuplicates();
  }

  /** Hands its deliveries over when told to. */
  private static final class ByHand implements EventSource {
    private DeliveryListener listener =
        delivery -> CompletableFuture.completedStage(Settlement.ACK);

    @Override
    public String name() {
      return "by hand";
    }

    @Override
    public Subscription subscribe(DeliveryListener given) {
      listener = given;
      return new Subscription() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
      };
    }

    private CompletableFuture<Settlement> deliver(String body) {
      return listener
          .onDelivery(new Delivery(bytes(body), Map.of(), "by hand", 1))
          .toCompletableFuture();
    }
  }

  @Test
  void what_does_nothing_and_is_not_recorded_is_settled_at_once_whatever_is_away() {
    ByHand source = new ByHand();
    try (Intake silent = intake(store.decisions(), 0)) {
      silent.subscribe(source);
      starter.out(true);
      CompletableFuture<Settlement> wanted = source.deliver(EnvelopeBodies.withId("e-1"));
      await().atMost(LONGEST).until(() -> !silent.isHealthy());

      assertThat(source.deliver(EnvelopeBodies.withId("e-2").replace("\"t\"", "\"other\"")))
          .isCompletedWithValue(Settlement.ACK);

      assertThat(wanted).isNotDone();
      starter.out(false);
      assertThat(wanted).succeedsWithin(LONGEST).isEqualTo(Settlement.ACK);
    }
    assertThat(starter.started()).containsExactly("activity-a:e-1", "activity-b:e-1");
    assertThat(store.decisions().find(RunKey.DEFAULT_TENANT, "e-2")).isEmpty();
  }

  @Test
  void what_can_be_no_event_is_dead_lettered_with_its_decision_whatever_the_share() {
    ByHand source = new ByHand();
    try (Intake silent = intake(store.decisions(), 0)) {
      silent.subscribe(source);

      assertThat(source.deliver("no json"))
          .succeedsWithin(LONGEST)
          .isInstanceOf(Settlement.DeadLetter.class);
    }
    assertThat(store.decisions().find(RunKey.DEFAULT_TENANT, "by hand"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.REJECTED);
  }
}
