package io.activitycore.benchmarks.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.intake.EnvelopeDecoder;
import io.activitycore.engine.internal.intake.EnvelopeLimits;
import io.activitycore.engine.internal.route.Router;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingBenchmarkTest {

  @Test
  void events_of_about_a_kilobyte_find_definitions() {
    byte[][] bodies = Population.events(100);
    Router router = Router.of(Population.definitions(1_000), CachedExpressions.find());
    EnvelopeDecoder decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);

    int matched = 0;
    for (byte[] body : bodies) {
      assertThat(body.length).isBetween(900, 1_100);
      matched += router.matching(decoder.decode(body, Map.of(), Instant.EPOCH)).size();
    }

    assertThat(matched).isPositive();
  }
}
