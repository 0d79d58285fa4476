package io.activitycore.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.internal.Constraints;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {

  private static final List<@Nullable String> TEXTS =
      Arrays.asList(
          null,
          "",
          "a",
          "order/1",
          "\u00fc\u4e2d",
          "\ud83d\ude00",
          "\ud83d",
          "a\nb",
          "\u007f",
          "\u0085",
          "x".repeat(1_024),
          "x".repeat(1_025),
          "\u00fc".repeat(512),
          "\u00fc".repeat(513));

  private static final List<@Nullable JsonNode> PAYLOADS =
      Arrays.asList(
          null,
          JsonNodeFactory.instance.nullNode(),
          MissingNode.getInstance(),
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.textNode(""));

  private static final List<@Nullable Instant> TIMES = Arrays.asList(null, Instant.EPOCH);

  @Test
  void it_refuses_exactly_what_its_constraints_refuse_and_says_so_in_their_words() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      // Mostly good, so that single faults and none at all are frequent.
      @Nullable Object[] arguments = {
        text(random, "id"),
        text(random, "type"),
        text(random, "source"),
        random.nextInt(8) == 0 ? any(TIMES, random) : Instant.EPOCH,
        text(random, null),
        text(random, null),
        text(random, null),
        random.nextInt(8) == 0
            ? any(PAYLOADS, random)
            : JsonNodeFactory.instance.numberNode(random.nextInt()),
        Map.of()
      };

      assertThat(refused(arguments))
          .as("seed %d, %s", seed, Arrays.toString(arguments))
          .isEqualTo(Constraints.broken(EventEnvelope.class, Set.of(), arguments));
    }
  }

  private static @Nullable String text(Random random, @Nullable String good) {
    return random.nextInt(8) == 0 ? any(TEXTS, random) : good;
  }

  private static <T> @Nullable T any(List<@Nullable T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  @SuppressWarnings("NullAway") // What is wrong is the point.
  private static List<Violation> refused(@Nullable Object[] a) {
    try {
      var made =
          new EventEnvelope(
              (String) a[0],
              (String) a[1],
              (String) a[2],
              (Instant) a[3],
              (String) a[4],
              (String) a[5],
              (String) a[6],
              (JsonNode) a[7],
              Map.of());
      assertThat(made.extensions()).isEmpty();
      return List.of();
    } catch (InvalidModelException e) {
      return e.violations();
    }
  }
}
