package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words: source, then what the message must hold. */
class CelErrorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("payload", "event");

  private static final CelExpressionEngine ENGINE = new CelExpressionEngine();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "paylod.x ~ unknown name 'paylod' (column 1); known names: event, payload",
        "payload.x + foo ~ unknown name 'foo' (column 13); known names: event, payload",
        "payload.items.all(i, j > 1) ~ unknown name 'j'",
        "T(java.lang.Runtime) ~ unknown function 'T' (column 2)",
        "shout(payload.x) ~ unknown function 'shout'",
        "payload.x.shout() ~ unknown function 'shout'",
        "now() ~ unknown function 'now'",
        "payload.getClass() ~ unknown function 'getClass'",
        "1 + ~ (column 4)",
        "payload. ~ (column 9)",
        "payload.x ==== 2 ~ (column 13)",
        "${script:x} ~ (column 1)",
        "{{ payload }} ~ column",
        "'open ~ (column 1)",
        "`` ~ column 1",
        "1 + 'a' ~ found no matching overload for '_+_' applied to '(int, string)' (column 3)",
        "'a' + 1 ~ '(string, int)'",
        "1 == 'a' ~ '_==_'",
        "'a' in [1] ~ '@in'",
        "1 % 2.0 ~ '_%_'",
        "!1 ~ '!_'",
        "payload.x ? 1 : 'a' ~ _?_:_",
      })
  void refusesAtCompileTime(String source, String expected) {
    ExpressionException refusal =
        catchThrowableOfType(ExpressionException.class, () -> ENGINE.compile(source, NAMES));
    assertThat(refusal).as(source).isNotNull();
    assertThat(refusal).message().contains(expected).doesNotContain("\n");
    assertThat(refusal.source()).isEqualTo(source);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "payload.customer.id ~ no such key: payload.customer.id",
        "payload.customer.id.x ~ no such key: payload.customer.id",
        "payload.nobody.id ~ no such key: payload.nobody",
        "payload['x'] ~ no such key: payload.x",
        "payload['a b'] ~ no such key: payload[\"a b\"]",
        "payload[1] ~ no such key: payload[1]",
        "payload.customer['x'] ~ no such key: payload.customer.x",
        "payload.items[3] ~ no such element: payload.items[3], the list has 2",
        "payload.items[-1] ~ no such element: payload.items[-1], the list has 2",
        "payload.items[0.5] ~ no such element: payload.items[0.5], the list has 2",
        "payload.items[1].sku ~ no such key: payload.items[1].sku",
        "payload.items.map(i, i.sku) ~ no such key: payload.items[1].sku",
        "payload.items.filter(i, i.sku == 'a') ~ no such key: payload.items[1].sku",
        "payload.items.all(i, i.sku == 'a') ~ no such key: payload.items[1].sku",
        "payload.items.map(i, i)[0].nope ~ no such key: payload.items[0].nope",
        "{'a': 1}['b'] ~ no such key: .b",
        "has(payload.a.b) ~ no such key: payload.a",
        "payload.a || payload.b ~ no such key: payload.a",
        "payload.n.x ~ no such key: payload.n.x, it is read from what is not an object",
        "payload.customer.tier.x.y ~ no such key: payload.customer.tier.x, it is read from what is"
            + " not an object",
        "payload.nothing.x ~ no such key: payload.nothing.x, it is read from what is not an object",
        "payload.n['x'] ~ '[]' does not take int and string (column 10)",
        "payload.s + 1 ~ '+' does not take string and int (column 11)",
        "payload.nothing * 2 ~ '*' does not take null and int",
        "payload.s > 1 ~ '>' does not take string and int",
        "payload.x15 % 2 ~ '%' does not take double and int",
        "payload.customer - payload.items ~ '-' does not take map and list",
        "!payload.s ~ '!' does not take values of these types (column 1)",
        "payload.n.startsWith('x') ~ 'startsWith' does not take values of these types",
        "size(payload.n) ~ 'size' does not take values of these types",
        "payload.n / 0 ~ division by zero (column 11)",
        "payload.n % 0 ~ division by zero",
        "payload.max + 1 ~ number out of range (long overflow) (column 13)",
        "payload.max * 2 ~ number out of range",
        "-payload.min ~ number out of range",
        "payload.min / -1 ~ number out of range",
        "int('abc') ~ (column 4)",
        "int(1e30) ~ number out of range",
        "payload.n && true ~ bool",
        "payload.n ? 1 : 2 ~ bool",
        "payload.s.all(x, x) ~ (column",
        "payload.items.join() ~ 'join' takes strings, not map",
        "payload.s.charAt(99) ~ charAt",
        "timestamp(payload.s) ~ (column",
        "duration('x') ~ (column",
        "payload.s.matches('(') ~ (column",
        "1.0 / 0.0 ~ the number Infinity",
        "[0.0 / 0.0] ~ the number NaN",
        "{1: 2} ~ JSON has only strings for keys, this map has the key 1 of type int",
        "{'a': 1, 'a': 2} ~ a",
        "type(1) ~ JSON has no form for the result, which is a type",
      })
  void failsAtRunTimeInOneLine(String source, String expected) throws Exception {
    JsonNode payload =
        JSON.readTree(
            """
            {"customer": {"tier": "gold"}, "items": [{"sku": "a"}, {}], "n": 1, "x15": 1.5, "s": "shop", "nothing": null,
             "max": 9223372036854775807, "min": -9223372036854775808}
            """);
    Expression expression = ENGINE.compile(source, NAMES);
    ExpressionException failure =
        catchThrowableOfType(
            ExpressionException.class, () -> expression.evaluate(Map.of("payload", payload)));
    assertThat(failure).as(source).isNotNull();
    assertThat(failure).message().contains(expected).doesNotContain("\n", "evaluation error");
    if (expected.startsWith("no such")) {
      assertThat(failure).hasMessage(expected);
    }
    assertThat(failure.source()).isEqualTo(source);
  }

  @Test
  void aNameWithoutAValueIsAnErrorEvenWhereItWouldNotBeReached() {
    Expression expression = ENGINE.compile("true || payload.x", NAMES);
    assertThat(catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(Map.of())))
        .hasMessage("no value was given for the name: payload");
  }

  @Test
  void aNameThatIsNoIdentifierIsRefused() {
    assertThat(
            catchThrowableOfType(
                ExpressionException.class, () -> ENGINE.compile("true", List.of("a-b"))))
        .hasMessageContaining("a-b");
  }

  @Test
  void thePlaceInATextOfSeveralLinesNamesTheLine() {
    assertThat(
            catchThrowableOfType(
                ExpressionException.class, () -> ENGINE.compile("payload.x &&\n  foo", NAMES)))
        .hasMessageContaining("(line 2, column 3)");
    Expression expression = ENGINE.compile("true &&\n 1 / 0 > 1", NAMES);
    assertThat(catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(Map.of())))
        .hasMessage("division by zero (line 2, column 4)");
  }

  @Test
  void valuesStayOutOfMessages() throws Exception {
    Expression expression = ENGINE.compile("payload.s.charAt(99)", NAMES);
    Map<String, JsonNode> variables = Map.of("payload", JSON.readTree("{\"s\": \"secret\"}"));
    assertThat(
            catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(variables)))
        .message()
        .doesNotContain("secret");
  }
}
