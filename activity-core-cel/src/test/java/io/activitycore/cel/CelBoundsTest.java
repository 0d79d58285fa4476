package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.expression.ExpressionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is written, compiling and evaluating end soon, with an answer or an error. */
class CelBoundsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final JsonNode PAYLOAD = payload();

  private static final CelExpressionEngine ENGINE = new CelExpressionEngine();

  private static JsonNode payload() {
    ObjectNode payload = JSON.createObjectNode();
    ArrayNode list = payload.putArray("list");
    IntStream.range(0, 1_000).forEach(list::add);
    payload.put("text", "a".repeat(100_000));
    return payload;
  }

  static Stream<String> bombs() {
    String list = "payload.list";
    String sum = String.join(" + ", IntStream.range(0, 90).mapToObj(i -> "a").toList());
    return Stream.of(
        list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c >= 0)))",
        "[1,2,3,4,5,6,7,8].map(a, ".repeat(12) + "1" + ")".repeat(12),
        list + ".all(a, " + list + ".all(b, " + sum + " >= 0))",
        list + ".map(a, payload == {'x': 1} || payload.list == payload.list + [1])",
        "['x']" + ".map(y, y + y)".repeat(40) + ".size() > 0",
        "[[1]]" + ".map(y, y + y)".repeat(40) + ".size() > 0",
        "[b'x']" + ".map(y, y + y)".repeat(40) + ".size() > 0",
        "payload.text.replace('a', payload.text)",
        "payload.text.replace('', payload.text)",
        list + ".map(x, payload.text).join(payload.text)",
        list + ".map(x, payload.text.split('')).size() > 0",
        list + ".map(x, payload.list + payload.list).size() > 0",
        list + ".all(x, payload.text.contains('b') == false)",
        list + ".all(x, !payload.text.matches('(a+)+$b'))",
        "payload.text.contains(payload.text + 'b')",
        "payload.text.indexOf(payload.text + 'b') < 0",
        "payload.text.split(payload.text.substring(50000) + 'b').size() > 0",
        "'a'.matches('((((a{100}){100}){100}){100})')",
        "'a'.matches('(((((a{1000}){1000}){1000})))')");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aBombEndsAsAnError(String source) {
    ExpressionException error =
        assertTimeoutPreemptively(
            SOON,
            () ->
                catchThrowableOfType(
                    ExpressionException.class,
                    () ->
                        ENGINE
                            .compile(source, List.of("payload"))
                            .evaluate(Map.of("payload", PAYLOAD))));
    assertThat(error).isNotNull();
    assertThat(error).message().doesNotContain("\n");
  }

  static Stream<String> monsters() {
    return Stream.of(
        "1".repeat(10_001),
        "(".repeat(5_000),
        "(".repeat(4_000) + "1" + ")".repeat(4_000),
        "[".repeat(4_000) + "]".repeat(4_000),
        "{'a':".repeat(1_900) + "1" + "}".repeat(1_900),
        "1" + " + 1".repeat(2_400),
        "!".repeat(3_333) + "-".repeat(3_333) + "payload",
        "-(".repeat(3_000) + "1" + ")".repeat(3_000),
        "payload" + ".a".repeat(4_900),
        "payload" + "[0]".repeat(3_000),
        "payload" + ".size()".repeat(1_400),
        "true ? ".repeat(1_200) + "1" + " : 1".repeat(1_200),
        "payload.all(x, ".repeat(500) + "true" + ")".repeat(500),
        "'\\u0000");
  }

  @ParameterizedTest
  @MethodSource("monsters")
  void aMonsterIsRefused(String source) throws Exception {
    // A small stack, as workflow threads of a busy host may have.
    Throwable[] seen = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () ->
                seen[0] =
                    catchThrowableOfType(
                        ExpressionException.class,
                        () -> ENGINE.compile(source, List.of("payload"))),
            "small",
            256 * 1024);
    thread.start();
    thread.join(SOON.toMillis());
    assertThat(thread.isAlive()).isFalse();
    assertThat(seen[0]).isInstanceOf(ExpressionException.class).message().doesNotContain("\n");
  }

  @Test
  void wideExpressionsAndLongListsAreFine() {
    String wide =
        String.join(" || ", IntStream.range(0, 300).mapToObj(i -> "payload.x == " + i).toList());
    ObjectNode payload = JSON.createObjectNode().put("x", 299);
    ArrayNode items = payload.putArray("items");
    IntStream.range(0, 50_000).forEach(i -> items.addObject().put("q", i));
    Map<String, JsonNode> variables = Map.of("payload", payload);
    assertThat(ENGINE.compile(wide, List.of("payload")).evaluate(variables).booleanValue())
        .isTrue();
    assertThat(
            ENGINE
                .compile("payload.items.filter(i, i.q >= 25000).size()", List.of("payload"))
                .evaluate(variables)
                .intValue())
        .isEqualTo(25_000);
  }

  @Test
  void deepValuesDoNotOverflowTheStack() throws Exception {
    String deep = "[".repeat(900) + "]".repeat(900);
    Map<String, JsonNode> variables =
        Map.of("payload", JSON.readTree("{\"a\": " + deep + ", \"b\": " + deep + "}"));
    assertThat(
            ENGINE
                .compile("payload.a == payload.b", List.of("payload"))
                .evaluate(variables)
                .booleanValue())
        .isTrue();
  }
}
