package io.activitycore.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
  private static final String[] PARTS = {
    "a",
    "b",
    "(",
    ")",
    "(?:",
    "[ab]",
    "[^]a]",
    "[[:alpha:](]",
    "{3}",
    "{2,5}",
    "{4,}",
    "{0,2}",
    "{,3}",
    "{x}",
    "*",
    "+",
    "?",
    "|",
    "\\d",
    "\\pL",
    "\\Qa(\\E",
    "\\{",
    "\\(",
    "\\[",
    ".",
    "^",
    "$",
    "(?i)",
    "é",
    "[\\]x]",
    "-",
    "]"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^ORD-[0-9]+$",
        "^[A-Z]{2}\\d{2}[A-Z0-9]{1,30}$",
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "^(([a-z0-9]{1,63})\\.){1,8}[a-z]{2,63}$",
        "(a{50}){90}"
      })
  void patternsThatPeopleWriteAreSmallEnough(String pattern) {
    assertThat(RegexSize.of(pattern)).isLessThan(Searches.MAX_REGEX_SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100}){100}){100}",
        "(((a{1000})))(b{1000}){1000}",
        "[(](a{1000}){1000}",
        "\\Q[\\E((a{1000}){1000})",
        "[[:alpha:]]((a{1000}){1000})",
        "[^]]((a{1000}){1000})",
        "\\[((a{1000}){1000})",
        "((((a{1000}){1000}){1000}){1000}){1000}"
      })
  void nestedRepetitionsAreTooLarge(String pattern) {
    assertThat(RegexSize.of(pattern)).isGreaterThan(Searches.MAX_REGEX_SIZE);
  }

  @Test
  void theSizeIsNeverFarBelowWhatRe2Makes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = random.nextInt(12); parts >= 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      String pattern = text.toString();
      if (RegexSize.of(pattern) <= Searches.MAX_REGEX_SIZE) {
        assertThat(programSize(pattern))
            .as("seed %d: %s", seed, pattern)
            .isLessThanOrEqualTo(4 * RegexSize.of(pattern) + 10);
      }
    }
  }

  private static long programSize(String pattern) {
    try {
      return Pattern.compile(pattern).programSize();
    } catch (PatternSyntaxException e) {
      return 0;
    }
  }
}
