package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.activitycore.engine.internal.intake.EventFiles.Result;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {

  private static final RawMapping MAPPING = new RawMapping("t", "s");

  private static final List<String> BODIES =
      List.of(
          EnvelopeBodies.FULL,
          EnvelopeBodies.withPayload("{\"Grüße\":\"\\u00fc\\ud83d\\udce6📦\",\"n\":[-1.5e3,0]}"),
          EnvelopeBodies.cloudEvent("\"time\":\"2026-03-28T09:00:00Z\",\"data\":{\"a\":[1]}"),
          EnvelopeBodies.cloudEvent("\"data_base64\":\"eyJhIjoxfQ==\",\"ext\":true"),
          "{\"any\":[{\"thing\":null}]}",
          "[\n {\"a\": 1},\n {\"b\": \"]\"}\n]",
          "{\"a\":1}\n{\"b\":2}\r\n[{\"c\":3},4]\n");

  private static final byte[] TELLING = "{}[]\",:\\u\nduUeE+-.0129 tfn#%\u0000".getBytes(UTF_8);

  @Test
  void a_mutated_body_is_an_envelope_or_undecodable() {
    long seed = 20_260_328;
    Random random = new Random(seed);
    EnvelopeDecoder decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, MAPPING);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = mutated(random);
      try {
        EventEnvelope event = decoder.decode(body, Map.of(), Instant.EPOCH);
        assertThat(decoder.decode(EnvelopeJson.write(event), Map.of(), Instant.EPOCH))
            .isEqualTo(event);
      } catch (UndecodableException e) {
        assertThat(e.getMessage()).matches("[^\\p{Cntrl}]+");
      } catch (RuntimeException | Error e) {
        fail("seed %d, case %d: %s".formatted(seed, i, HexFormat.of().formatHex(body)), e);
      }
    }
  }

  @Test
  void a_mutated_file_gives_results_in_the_order_of_lines() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] content = mutated(random);
      try {
        List<Result> results = EventFiles.read("f", content, MAPPING, Instant.EPOCH);
        assertThat(results).isNotEmpty();
        assertThat(results).allMatch(result -> result.line() >= 1);
      } catch (RuntimeException | Error e) {
        fail("seed %d, case %d: %s".formatted(seed, i, HexFormat.of().formatHex(content)), e);
      }
    }
  }

  private static byte[] mutated(Random random) {
    byte[] body = BODIES.get(random.nextInt(BODIES.size())).getBytes(UTF_8);
    for (int i = random.nextInt(4); i >= 0 && body.length > 1; i--) {
      body = mutate(random, body);
    }
    return body;
  }

  private static byte[] mutate(Random random, byte[] body) {
    int at = random.nextInt(body.length);
    byte telling = TELLING[random.nextInt(TELLING.length)];
    switch (random.nextInt(5)) {
      case 0 -> body[at] = (byte) random.nextInt(256);
      case 1 -> body[at] = telling;
      case 2 -> {
        return Arrays.copyOf(body, at);
      }
      case 3 -> {
        return Arrays.copyOfRange(body, at, body.length);
      }
      default -> {
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        System.arraycopy(body, at, longer, at + 1, body.length - at);
        longer[at] = telling;
        return longer;
      }
    }
    return body;
  }
}
