package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.activitycore.expression.ExpressionEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions come to: source, then the JSON expected. */
class CelValuesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAYLOAD =
      """
      {"total": 100, "amount": 100.5, "n": 1, "big": 123456789012345678901234567890, "max": 9223372036854775807,
       "s": "shop", "t": true, "nothing": null, "customer": {"tier": "gold", "a b": 7}, "empty": {},
       "items": [{"sku": "a", "q": 1}, {"sku": "b", "q": 2.5}], "numbers": [1, 2.0, 3], "tags": ["x", "y"]}
      """;

  private static final CelExpressionEngine ENGINE = new CelExpressionEngine();

  private JsonNode evaluate(String source) throws Exception {
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    variables.put("payload", JSON.readTree(PAYLOAD));
    variables.put("event", JSON.readTree("{\"subject\": \"order/7\"}"));
    variables.put("node", JSON.readTree("{}"));
    return ENGINE.compile(source, variables.keySet()).evaluate(variables);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "payload.total * 1.19 ~ 119.0",
        "1.19 * payload.total ~ 119.0",
        "1 + 1.5 ~ 2.5",
        "1.5 + 1 ~ 2.5",
        "payload.total - 0.5 ~ 99.5",
        "payload.amount + 1 ~ 101.5",
        "payload.amount + payload.total ~ 200.5",
        "payload.total / 8.0 ~ 12.5",
        "payload.total / 8 ~ 12",
        "-7 / 2 ~ -3",
        "-7 % 2 ~ -1",
        "payload.total % 7 ~ 2",
        "1 + 2 ~ 3",
        "-payload.total ~ -100",
        "-payload.amount ~ -100.5",
        "2147483647 ~ 2147483647",
        "2147483647 + 1 ~ 2147483648",
        "payload.max ~ 9223372036854775807",
        "payload.big > 1.0e29 ~ true",
        "payload.big ~ 1.2345678901234568E29",
        "7u ~ 7",
        "18446744073709551615u ~ 18446744073709551615",
        "double(payload.n) ~ 1.0",
        "int(payload.amount) ~ 100",
        "payload.amount > 100 ~ true",
        "payload.total >= 100.0 ~ true",
        "payload.total < 100.5 ~ true",
        "payload.total <= 99.9 ~ false",
        "payload.n == 1.0 ~ true",
        "1.0 == payload.n ~ true",
        "payload.n != 1.5 ~ true",
        "1 == 1.0 ~ true",
        "1 != 1.0 ~ false",
        "1 < 1.5 ~ true",
        "1 in [1.0] ~ true",
        "2.0 in payload.numbers ~ true",
        "2 in payload.numbers ~ true",
        "4 in payload.numbers ~ false",
        "payload.n in [3, 1] ~ true",
        "'x' in payload.tags ~ true",
        "'tier' in payload.customer ~ true",
        "'z' in payload.customer ~ false",
        "payload.nothing == null ~ true",
        "payload.s == null ~ false",
        "payload.s != 1 ~ true",
        "payload.nothing ~ null",
        "payload.customer == {'tier': 'gold', 'a b': 7.0} ~ true",
        "payload.tags == ['x', 'y'] ~ true",
        "payload.numbers == [1.0, 2, 3] ~ true",
        "[1] == [1.0] ~ true",
        "payload.s + '-' + string(payload.total) ~ \"shop-100\"",
        "payload.tags + ['z'] ~ [\"x\",\"y\",\"z\"]",
        "payload.customer['a b'] ~ 7",
        "payload['customer'].tier ~ \"gold\"",
        "payload.items[1].q ~ 2.5",
        "payload.items[payload.n].sku ~ \"b\"",
        "payload.numbers[1.0] ~ 2.0",
        "payload.items[0] ~ {\"sku\":\"a\",\"q\":1}",
        "has(payload.customer.tier) ~ true",
        "has(payload.customer.name) ~ false",
        "has(payload.nothing) ~ true",
        "has(node.result) ~ false",
        "has(payload.empty.x) ~ false",
        "has(node.x) && node.x > 3 ~ false",
        "has({'a': 1}.b) ~ false",
        "payload.items.all(i, i.q >= 1) ~ true",
        "payload.items.exists(i, i.sku == 'b') ~ true",
        "payload.items.exists_one(i, i.q > 0) ~ false",
        "payload.items.map(i, i.sku) ~ [\"a\",\"b\"]",
        "payload.items.map(i, i.q > 1, i.sku) ~ [\"b\"]",
        "payload.items.filter(i, i.q > 1) ~ [{\"sku\":\"b\",\"q\":2.5}]",
        "payload.items.map(payload, payload.sku) ~ [\"a\",\"b\"]",
        "payload.customer.map(k, k) ~ [\"tier\",\"a b\"]",
        "payload.numbers.filter(n, n > 1.5).map(n, n * 2) ~ [4.0,6]",
        "payload.items.size() ~ 2",
        "size(payload.s) ~ 4",
        "size(payload.empty) ~ 0",
        "payload.items.size() > 0 && event.subject.startsWith('order/') ~ true",
        "payload.t ? payload.n : 'no' ~ 1",
        "payload.missing || payload.t ~ true",
        "!payload.t && payload.missing ~ false",
        "{'b': 1, 'a': [1.5, null, true]} ~ {\"b\":1,\"a\":[1.5,null,true]}",
        "{'c': payload.customer} ~ {\"c\":{\"tier\":\"gold\",\"a b\":7}}",
        "payload.customer ~ {\"tier\":\"gold\",\"a b\":7}",
        "[] ~ []",
        "{} ~ {}",
        "b'hi!' ~ \"aGkh\"",
        "bytes('hi!') + b'?' ~ \"aGkhPw==\"",
        "duration('3.5s') ~ \"3.5s\"",
        "duration('-1h30m') ~ \"-5400s\"",
        "duration('-3.000000001s') ~ \"-3.000000001s\"",
        "duration('0s') ~ \"0s\"",
        "timestamp('2026-11-21T10:00:00+01:00') ~ \"2026-11-21T09:00:00Z\"",
        "timestamp('2026-11-21T10:00:00Z') + duration('36h') ~ \"2026-11-22T22:00:00Z\"",
        "timestamp('2026-11-21T10:00:00Z').getHours() ~ 10",
        "type(payload.n) == int ~ true",
        "type(payload.amount) == double ~ true",
        "type(payload.customer) == map ~ true",
        "type(payload.items) == list ~ true",
        "type(payload.nothing) == null_type ~ true",
        "type(payload.s) == type('') ~ true",
        "'a,b'.split(',') ~ [\"a\",\"b\"]",
        "payload.tags.join('-') ~ \"x-y\"",
        "['x', 'y'].join() ~ \"xy\"",
        "'aXbX'.replace('X', '-') ~ \"a-b-\"",
        "'aXbX'.replace('X', '-', 1) ~ \"a-bX\"",
        "'aXbX'.replace('X', '-', 0) ~ \"aXbX\"",
        "'ab'.replace('', '-') ~ \"-a-b-\"",
        "' a '.trim() ~ \"a\"",
        "'AbC'.lowerAscii() ~ \"abc\"",
        "'AbC'.upperAscii() ~ \"ABC\"",
        "'shop'.substring(1, 3) ~ \"ho\"",
        "'shop'.indexOf('o') ~ 2",
        "'shop'.charAt(0) ~ \"s\"",
        "'shop'.contains('ho') ~ true",
        "'shop'.matches('^s.+p$') ~ true",
        "payload.s.matches('^[a-g]+$') ~ false",
        "math.greatest(1, 2.5, payload.total) ~ 100",
        "math.least(payload.amount, 3) ~ 3",
        "math.abs(-2) ~ 2",
        "math.ceil(1.2) ~ 2.0",
        "1.0 / 0.0 > 1 ~ true",
        "(payload.tags + ['z']).map(t, payload.tags + [t]) ~"
            + " [[\"x\",\"y\",\"x\"],[\"x\",\"y\",\"y\"],[\"x\",\"y\",\"z\"]]",
        "[[1] + [2]].map(l, [l + [3], l + [4], l + l, l]) ~ [[[1,2,3],[1,2,4],[1,2,1,2],[1,2]]]",
        "[[1] + [2]].map(l, l.map(x, l + [x])) ~ [[[1,2,1],[1,2,2]]]",
        "(payload.tags + ['z']) == ['x', 'y', 'z'] ~ true",
        "type(payload.tags + ['z']) == list ~ true",
        "(payload.tags + ['z'])[2] ~ \"z\"",
        "payload.tags.map(t, t).size() ~ 2",
      })
  void evaluates(String source, String expected) throws Exception {
    assertThat(evaluate(source).toString()).isEqualTo(expected);
  }

  @Test
  void integersAreAsNarrowAsTheyFit() throws Exception {
    assertThat(evaluate("payload.n")).isInstanceOf(IntNode.class);
    assertThat(evaluate("-2147483648")).isInstanceOf(IntNode.class);
    assertThat(evaluate("-2147483649")).isInstanceOf(LongNode.class);
    assertThat(evaluate("uint(7)")).isInstanceOf(IntNode.class);
  }

  @Test
  void whatIsHandedOnIsTheVeryNodeSoThatNoDigitIsLost() throws Exception {
    assertThat(evaluate("payload")).isEqualTo(JSON.readTree(PAYLOAD));
  }

  @Test
  void theServiceLoaderFindsTheEngine() {
    assertThat(ServiceLoader.load(ExpressionEngine.class))
        .hasExactlyElementsOfTypes(CelExpressionEngine.class);
  }
}
