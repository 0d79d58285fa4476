package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions that are the same but for the names they read have one program. */
class SharedProgramsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CASES = 3_000;

  private final CelExpressionEngine engine = new CelExpressionEngine();

  @Test
  void anExpressionSaysAndDoesTheSameWithAProgramOfItsOwn() {
    long seed = System.nanoTime();
    RandomExpressions random = new RandomExpressions(seed);
    CelExpressionEngine alone = new CelExpressionEngine(0);
    for (int i = 0; i < CASES; i++) {
      for (RandomExpressions.Named named : random.next()) {
        assertThat(named.outcome(engine))
            .as("seed %d: %s", seed, named)
            .isEqualTo(named.outcome(alone));
      }
    }
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "n1.x ~ n22.x ~ true",
        "n1.x + n22.y ~ n22.x + n1.y ~ true",
        "n1.x + n1.y ~ n22.x + n1.y ~ false",
        "n1.x ~ n1.y ~ false",
        "n1.list.all(i, i > n1.x) ~ n22.list.all(i, i > n22.x) ~ true",
        "n1.list.map(n1, n1.x) ~ n22.list.map(n22, n22.x) ~ false",
        "[1].map(n1, n1) ~ [1].map(n1, .n1) ~ false",
        "has(n1.x) ~ has(n22.x) ~ true",
        "math.sqrt(n1.x) ~ math.sqrt(n22.x) ~ false",
        "math.x ~ n1.x ~ false",
        "google.x ~ n1.x ~ false",
        "type(n1.x) == int ~ type(n22.x) == int ~ true",
        "type(n1.x) == int ~ type(n1.x) == n22 ~ false",
      })
  void theyHaveOneProgram(String one, String other, boolean shared) {
    List<String> names = List.of("n1", "n22", "math", "google");
    CelExpression first = (CelExpression) engine.compile(one, names);
    CelExpression second = (CelExpression) engine.compile(other, names);

    if (shared) {
      assertThat(second.program()).isSameAs(first.program());
    } else {
      assertThat(second.program()).isNotSameAs(first.program());
    }
  }

  @Test
  void anErrorNamesWhatTheExpressionReadsAndStandsWhereItDoes() throws Exception {
    Map<String, JsonNode> values =
        Map.of("n1", JSON.readTree("{\"n\": 1}"), "longer", JSON.readTree("{\"n\": 1}"));
    engine.compile("n1.n / 0", List.of("n1"));
    engine.compile("n1.n.x", List.of("n1"));
    engine.compile("n1.x", List.of("n1"));

    assertFails("longer.n / 0", values, "division by zero (column 10)");
    assertFails("longer.n\n/ 0", values, "division by zero (line 2, column 1)");
    assertFails(
        "longer.n.x", values, "no such key: longer.n.x, it is read from what is not an object");
    assertFails("longer.x", values, "no such key: longer.x");
    assertFails("longer.x", Map.of(), "no value was given for the name: longer");
  }

  @Test
  void aNameIsUndefinedThoughTheSameExpressionWithAnotherIsNot() {
    engine.compile("n1.x", List.of("n1"));

    assertThatThrownBy(() -> engine.compile("n2.x", List.of("n1")))
        .isInstanceOf(ExpressionException.class)
        .hasMessage("unknown name 'n2' (column 1); known names: n1");
  }

  @Test
  void noMoreProgramsAreKeptThanAskedFor() {
    CelExpressionEngine small = new CelExpressionEngine(2);
    CelExpression first = (CelExpression) small.compile("n1 + 1", List.of("n1"));
    small.compile("n1 + 2", List.of("n1"));
    small.compile("n1 + 3", List.of("n1"));
    CelExpression again = (CelExpression) small.compile("n2 + 1", List.of("n2"));

    assertThat(again.program()).isNotSameAs(first.program());
    assertThat(first.evaluate(Map.of("n1", IntNode.valueOf(1)))).isEqualTo(IntNode.valueOf(2));
  }

  private void assertFails(String source, Map<String, JsonNode> values, String message) {
    Expression expression = engine.compile(source, List.of("longer"));
    assertThatThrownBy(() -> expression.evaluate(values))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(message);
  }
}
