package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Definitions of a correct form, of every shape; the same for the same seed. */
final class RandomDefinitions {

  private final Random random;
  private int names;

  RandomDefinitions(long seed) {
    random = new Random(seed);
  }

  ActivityDefinition next() {
    names = 0;
    Map<String, ContextEntry> context = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      context.put(name("c"), new ContextEntry(text(), json(2)));
    }
    boolean flat = random.nextBoolean();
    return new ActivityDefinition(
        "id-" + random.nextInt(1000),
        maybe(this::text),
        maybe(this::text),
        random.nextBoolean(),
        text(),
        trigger(),
        maybe(() -> new Rollout(random.nextInt(101), maybe(this::text))),
        context,
        flat ? null : graph(),
        flat ? many(this::rule) : null);
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? value.get() : null;
  }

  private <T> List<T> many(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      values.add(value.get());
    }
    return values;
  }

  private <T> List<T> some(Supplier<T> value) {
    return random.nextBoolean() ? List.of() : many(value);
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> T any(List<Supplier<T>> values) {
    return pick(values).get();
  }

  private String text() {
    String[] texts = {
      "a.b", "NO", "010", "~", "true", "12:30", "ünïcødé \uD83D\uDE00", "x: y # z", "{{ a.b }}",
      "line\nbreak\ttab", "\"quoted\" 'twice'", "*x", "&x", "!!x", "<<", "1.0", "- a", "\u00A0\\x"
    };
    return texts[random.nextInt(texts.length)];
  }

  private String identifier() {
    return text().replaceAll("\\p{Cntrl}", "");
  }

  private Duration duration() {
    return any(
        List.<Supplier<Duration>>of(
            () -> Duration.ofSeconds(1 + random.nextInt(200_000)),
            () -> Duration.ofMillis(1 + random.nextInt(5_000)),
            () -> Duration.ofDays(1 + random.nextInt(400)),
            () -> Duration.ofMinutes(1 + random.nextInt(400))));
  }

  JsonNode json(int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0 -> nodes.numberNode(random.nextInt());
      case 1 -> nodes.numberNode((long) random.nextInt(5));
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextGaussian());
      case 4 -> nodes.numberNode(new BigInteger(200, random));
      case 5 -> nodes.numberNode(new BigDecimal("1.5").movePointLeft(random.nextInt(40)));
      case 6 -> nodes.booleanNode(random.nextBoolean());
      case 7 -> nodes.numberNode(random.nextFloat());
      case 8 -> nodes.textNode(text());
      case 9 -> nodes.arrayNode().add(json(depth - 1)).addNull().add(json(depth - 1));
      default -> object(depth - 1);
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      object.set(text(), json(depth));
    }
    return random.nextInt(4) == 0 ? object.putNull("none") : object;
  }

  private ScheduleTrigger schedule() {
    boolean cron = random.nextBoolean();
    return new ScheduleTrigger(
        cron ? many(this::text) : List.of(),
        cron ? null : new ScheduleInterval(duration().plusSeconds(9), maybe(this::offset)),
        some(this::calendar),
        some(this::calendar),
        "Asia/Kolkata",
        maybe(() -> Instant.ofEpochSecond(random.nextInt())),
        maybe(() -> Instant.ofEpochSecond(random.nextInt())),
        maybe(this::duration),
        pick(List.of(ScheduleTrigger.Misfire.values())),
        duration());
  }

  private Duration offset() {
    return Duration.ofMillis(1 + random.nextInt(9_000));
  }

  private ScheduleCalendar calendar() {
    return new ScheduleCalendar("0", text(), "*/2", text(), text(), "MON-FRI", text());
  }

  private Trigger trigger() {
    return any(
        List.<Supplier<Trigger>>of(
            Trigger::byHand,
            () -> Trigger.schedule(schedule()),
            () ->
                Trigger.event(
                    new EventTrigger(
                        many(this::identifier),
                        some(this::identifier),
                        object(2),
                        maybe(this::text),
                        EventTrigger.Mode.START,
                        null,
                        null,
                        pick(List.of(EventTrigger.OnDisabled.values())),
                        EventTrigger.Upgrade.NEVER,
                        pick(List.of(EventTrigger.OnTooOld.values())))),
            () ->
                Trigger.event(
                    new EventTrigger(
                        many(this::identifier),
                        List.of(),
                        null,
                        null,
                        EventTrigger.Mode.SIGNAL,
                        text(),
                        maybe(this::text),
                        pick(List.of(EventTrigger.OnDisabled.values())),
                        pick(List.of(EventTrigger.Upgrade.values())),
                        pick(List.of(EventTrigger.OnTooOld.values()))))));
  }

  private Graph graph() {
    List<Node> nodes = many(() -> node(false));
    List<Edge> edges = new ArrayList<>();
    edges.add(Edge.start(nodes.get(0).id()));
    for (int i = 1; i < nodes.size(); i++) {
      Edge.Type type =
          pick(
              List.of(
                  Edge.Type.SEQUENCE,
                  Edge.Type.TRUE_BRANCH,
                  Edge.Type.FALSE_BRANCH,
                  Edge.Type.ALWAYS,
                  Edge.Type.PARALLEL));
      edges.add(Edge.of(nodes.get(i - 1).id(), nodes.get(i).id(), type));
    }
    return new Graph(nodes, edges);
  }

  private Rule rule() {
    boolean each = random.nextBoolean();
    return new Rule(
        maybe(this::text),
        each ? text() : null,
        each ? name("e") : null,
        many(() -> each ? Node.task(name("n"), text()).input(json(2)).build() : node(true)));
  }

  private @Nullable OnError onError() {
    return maybe(
        () ->
            any(
                List.<Supplier<OnError>>of(
                    () -> OnError.FAIL, () -> OnError.CONTINUE, () -> new OnError.Route("n0"))));
  }

  private Retry retry() {
    return new Retry(
        Duration.ofSeconds(1),
        1 + random.nextInt(5) / 4.0,
        maybe(() -> Duration.ofHours(1)),
        1 + random.nextInt(9),
        some(this::text));
  }

  private Timeouts timeouts() {
    return new Timeouts(
        duration(), maybe(this::duration), maybe(this::duration), maybe(this::duration));
  }

  private Node task() {
    TaskNodeBuilder task = Node.task(name("n"), text());
    if (random.nextBoolean()) {
      task.input(json(2)).priority(1 + random.nextInt(5)).taskQueue(text());
      task.resultLimit(1 + random.nextInt(Node.MOST_RESULT_BYTES));
    }
    if (random.nextBoolean()) {
      task.retry(retry()).timeouts(timeouts());
      task.compensate(
          new Compensation(
              text(),
              maybe(() -> json(2)),
              maybe(this::retry),
              maybe(this::timeouts),
              maybe(this::text)));
    }
    if (random.nextBoolean()) {
      task.forEach(text(), name("e")).maxConcurrency(1 + random.nextInt(9));
    }
    OnError onError = onError();
    return onError == null ? task.build() : task.onError(onError).build();
  }

  private Node node(boolean inRule) {
    return switch (random.nextInt(9)) {
      case 0 -> inRule ? task() : Node.condition(name("n"), text());
      case 1 -> Node.set(name("n"), object(2));
      case 2 -> other(new Wait(text(), null), null, null, null, null, null);
      case 3 ->
          other(null, new Emit(identifier(), maybe(this::text), json(2)), null, null, null, null);
      case 4 -> other(null, null, human(), null, null, null);
      case 5 ->
          other(
              null,
              null,
              null,
              new RunActivityNode("x", json(2), random.nextBoolean()),
              null,
              null);
      case 6 ->
          other(
              null,
              null,
              null,
              null,
              new WaitForEvent(identifier(), text(), maybe(this::duration)),
              null);
      case 7 ->
          other(null, null, null, null, null, new End(pick(List.of(End.Outcome.values())), null));
      default -> task();
    };
  }

  private Human human() {
    return new Human(
        many(this::text),
        some(this::text),
        maybe(() -> object(2)),
        maybe(this::duration),
        maybe(() -> 1 + random.nextInt(5)),
        some(this::duration),
        maybe(() -> new Escalation(duration(), some(this::text), many(this::text))));
  }

  private Node other(
      @Nullable Wait wait,
      @Nullable Emit emit,
      @Nullable Human human,
      @Nullable RunActivityNode run,
      @Nullable WaitForEvent waitForEvent,
      @Nullable End end) {
    return new Node(
        name("n"),
        null,
        null,
        null,
        wait,
        emit,
        human,
        run,
        waitForEvent,
        end,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        onError());
  }
}
