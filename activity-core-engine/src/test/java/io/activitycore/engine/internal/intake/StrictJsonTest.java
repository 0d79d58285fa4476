package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictJsonTest {

  private static final int LONGEST = 40;

  private final StrictJson json = StrictJson.of(EnvelopeLimits.DEFAULT);

  @Test
  void doublesAreThoseThatJavaReads() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = number(random);
      assertThat(json.read(text.getBytes(UTF_8)).doubleValue())
          .as("seed %d: %s", seed, text)
          .isEqualTo(Double.parseDouble(text));
    }
  }

  private static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Double.toString(random.nextInt(1_000_000) / 100.0);
      case 1 -> random.nextLong() + "." + (random.nextLong() >>> 1);
      case 2 -> (random.nextLong() >>> 1) + "e" + (random.nextInt(580) - 330);
      default -> finite(random);
    };
  }

  private static String finite(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return String.format(Locale.ROOT, "%.20e", Double.isFinite(any) ? any : 0.1);
  }

  @Test
  void aByteThatIsNoTextIsFoundWhereverItStands() {
    for (int before = 0; before <= LONGEST; before++) {
      byte[] body = quoted(before, "\u00ff").getBytes(ISO_8859_1);
      refused(body, "not_utf8");
    }
  }

  @Test
  void anUnpairedSurrogateIsFoundWhereverItStands() {
    for (int before = 0; before <= LONGEST; before++) {
      refused(quoted(before, "\\ud800").getBytes(UTF_8), "invalid");
    }
  }

  private static String quoted(int before, String text) {
    return '"' + "x".repeat(before) + text + "-\"";
  }

  private void refused(byte[] body, String code) {
    assertThatThrownBy(() -> json.read(body))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
