package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelExpressionEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("run", "payload", "event", "x", "y");

  private static final CelExpressionEngine ENGINE = new CelExpressionEngine();

  @ParameterizedTest(name = "{0} reads {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "1 + 1 ~ ",
        "payload.total > 1 && event.type == 'a' ~ event,payload",
        "has(payload.x) ~ payload",
        "payload.items.all(i, i.q > run.limit) ~ payload,run",
        "payload.items.map(payload, payload.q) ~ payload",
        "[1].map(payload, payload) ~ ",
        "[1].map(x, [2].map(y, x + y)) ~ ",
        "[1].map(x, x) == [x] ~ x",
        "x.map(x, x) ~ x",
        "{'run': x, y: 1} ~ x,y",
        "payload['event'] ~ payload",
        "math.greatest(x, y) ~ x,y",
        "type(x) == int ~ x",
        "duration('1s') > duration('2s') ~ ",
        ".payload.x == 1 ~ payload",
        "payload.run.x ~ payload",
      })
  void namesAreThoseReadSorted(String source, String expected) {
    assertThat(String.join(",", ENGINE.compile(source, NAMES).names()))
        .isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "int",
    "type",
    "list",
    "map",
    "string",
    "duration",
    "timestamp",
    "math",
    "size",
    "strings",
    "google",
    "optional",
    "bool",
    "dyn"
  })
  void aContextEntryMayHaveTheNameOfATypeOrFunction(String name) throws Exception {
    Expression expression = ENGINE.compile(name + ".tier == 'gold'", List.of(name, "payload"));
    assertThat(expression.names()).containsExactly(name);
    assertThat(
            expression.evaluate(Map.of(name, JSON.readTree("{\"tier\": \"gold\"}"))).booleanValue())
        .isTrue();
  }

  @Test
  void anExpressionKnowsItsSource() {
    assertThat(ENGINE.compile("1 + 1", NAMES).source()).isEqualTo("1 + 1");
  }

  @Test
  void theRangeThatALoopBindsOverItsOwnNameIsTheOuterOne() throws Exception {
    JsonNode x = JSON.readTree("[1, 2]");
    assertThat(ENGINE.compile("x.map(x, x + 1)", NAMES).evaluate(Map.of("x", x)))
        .isEqualTo(JSON.readTree("[2, 3]"));
  }

  @Test
  void arithmeticAndComparisonAgreeWithJava() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Expression> compiled = new java.util.TreeMap<>();
    for (String operator : List.of("+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=")) {
      compiled.put(operator, ENGINE.compile("x " + operator + " y", NAMES));
    }
    for (int i = 0; i < 5_000; i++) {
      Number x = number(random);
      Number y = random.nextInt(4) == 0 ? near(x, random) : number(random);
      compiled.forEach(
          (operator, expression) ->
              assertThat(outcome(() -> run(expression, x, y)))
                  .as("seed %d: %s %s %s", seed, x, operator, y)
                  .isEqualTo(outcome(() -> expected(operator, x, y))));
    }
  }

  private static Number number(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> (long) random.nextInt(21) - 10;
      case 1 -> random.nextLong();
      case 2 -> random.nextInt(41) / 2.0 - 10;
      case 3 -> random.nextGaussian() * 1e6;
      default -> (long) random.nextInt();
    };
  }

  private static Number near(Number x, Random random) {
    return random.nextBoolean() ? (Number) x.doubleValue() : (Number) (long) x.doubleValue();
  }

  private static Object run(Expression expression, Number x, Number y) {
    JsonNode result = expression.evaluate(Map.of("x", node(x), "y", node(y)));
    if (result.isBoolean()) {
      return result.booleanValue();
    }
    return result.isIntegralNumber() ? (Object) result.longValue() : result.doubleValue();
  }

  private static JsonNode node(Number number) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return number instanceof Long whole
        ? json.numberNode(whole)
        : json.numberNode(number.doubleValue());
  }

  private static Object expected(String operator, Number x, Number y) {
    return switch (operator) {
      case "+" -> arithmetic(x, y, Math::addExact, Double::sum);
      case "-" -> arithmetic(x, y, Math::subtractExact, (a, b) -> a - b);
      case "*" -> arithmetic(x, y, Math::multiplyExact, (a, b) -> a * b);
      case "/" -> arithmetic(x, y, CelExpressionEngineTest::divideExact, (a, b) -> a / b);
      case "<" -> compare(x, y) < 0;
      case "<=" -> compare(x, y) <= 0;
      case ">" -> compare(x, y) > 0;
      case ">=" -> compare(x, y) >= 0;
      case "==" -> compare(x, y) == 0;
      default -> compare(x, y) != 0;
    };
  }

  private static Object arithmetic(
      Number x, Number y, LongBinaryOperator whole, DoubleBinaryOperator promoted) {
    if (x instanceof Long a && y instanceof Long b) {
      return whole.applyAsLong(a, b);
    }
    double result = promoted.applyAsDouble(x.doubleValue(), y.doubleValue());
    if (!Double.isFinite(result)) {
      throw new ArithmeticException("not finite");
    }
    return result;
  }

  private static long divideExact(long x, long y) {
    if (x == Long.MIN_VALUE && y == -1) {
      throw new ArithmeticException("overflow");
    }
    return x / y;
  }

  private static int compare(Number x, Number y) {
    if (x instanceof Long a && y instanceof Long b) {
      return Long.compare(a, b);
    }
    double a = x.doubleValue();
    double b = y.doubleValue();
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static Object outcome(java.util.concurrent.Callable<Object> call) {
    Throwable thrown;
    Object[] result = new Object[1];
    thrown = catchThrowable(() -> result[0] = call.call());
    return thrown == null ? result[0] : "an error";
  }

  @Test
  void oneProgramServesEightThreads() throws Exception {
    Expression expression =
        ENGINE.compile("payload.items.filter(i, i.q > x).map(i, i.q * 1.5 + x)", NAMES);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int limit = t;
        runs.add(threads.submit(() -> hammer(expression, limit)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void hammer(Expression expression, int limit) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    var items = json.arrayNode();
    var expected = json.arrayNode();
    for (int q = 0; q < 20; q++) {
      items.addObject().put("q", q);
      if (q > limit) {
        expected.add(q * 1.5 + limit);
      }
    }
    JsonNode payload = json.objectNode().set("items", items);
    for (int i = 0; i < 500; i++) {
      assertThat(expression.evaluate(Map.of("payload", payload, "x", json.numberNode(limit))))
          .isEqualTo(expected);
    }
  }

  @Test
  void manyThreadsMayCompileAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Expression>> runs = new ArrayList<>();
      for (int t = 0; t < 200; t++) {
        String name = "n" + t;
        runs.add(
            threads.submit(
                () -> ENGINE.compile(name + ".a + payload.b", List.of(name, "payload"))));
      }
      for (int t = 0; t < 200; t++) {
        assertThat(runs.get(t).get().names()).containsExactly("n" + t, "payload");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFailedExpressionCanBeEvaluatedAgain() throws Exception {
    Expression expression = ENGINE.compile("payload.a", NAMES);
    assertThat(catchThrowable(() -> expression.evaluate(Map.of("payload", JSON.readTree("{}")))))
        .isInstanceOf(ExpressionException.class);
    assertThat(expression.evaluate(Map.of("payload", JSON.readTree("{\"a\": 1}"))).intValue())
        .isEqualTo(1);
  }
}
