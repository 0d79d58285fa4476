package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MermaidTextTest {

  private static final Pattern SAFE =
      Pattern.compile("([\\p{L}\\p{Nd} .,()=/?+_-]|#(\\d+|quot|lt|gt|amp);)*");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a == \"b\" | a == #quot;b#quot;",
        "<b>&amp; | #lt;b#gt;#amp;amp#59;",
        "`md` | #96;md#96;",
        "%%{init: {}}%% | #37;#37;#123;init#58; #123;#125;#125;#37;#37;",
        "- item | #45; item",
        "1. item | #49;. item",
        "_a_b_ | #95;a_b#95;",
        "~a\n\n  b~ | a b",
        "direction LR | direction#32;LR",
        "style:x#lt; | style#58;x#35;lt#59;"
      })
  void markup_is_written_as_entities(String text, String label) {
    assertThat(MermaidText.lines(text)).isEqualTo(label);
  }

  @Test
  void a_long_line_is_cut() {
    assertThat(MermaidText.lines("x".repeat(101))).isEqualTo("x".repeat(100) + " ...");
    assertThat(MermaidText.lines("x".repeat(100), null, "y")).isEqualTo("x".repeat(100) + "<br/>y");
  }

  @Test
  void any_text_gives_a_safe_label() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(40), 0, i % 2 == 0 ? 128 : Character.MAX_CODE_POINT + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(MermaidText.lines(text)).as("seed %d, text %s", seed, text).matches(SAFE);
    }
  }
}
