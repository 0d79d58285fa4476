package io.activitycore.benchmarks.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.spi.StoredDefinition;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingBenchmarkTest {

  @Test
  void every_measured_path_works_on_the_mix() throws IOException {
    RoutingBenchmark benchmark = new RoutingBenchmark();
    benchmark.definitions = 100;
    benchmark.prepare();

    assertThat(benchmark.parse().path("payload").path("customer_id").asText()).startsWith("c-");
    assertThat(benchmark.decode().source()).isEqualTo("https://shop.example.com");
    assertThat(benchmark.match()).isNotEmpty();
    assertThat(benchmark.decodeAndMatch()).isNotEmpty();
  }

  @Test
  void an_event_is_about_a_kilobyte_and_matches_a_few_definitions_whatever_their_number() {
    List<StoredDefinition> many = Mix.definitions(10_000);

    assertThat(Mix.events(10_000)).allSatisfy(body -> assertThat(body.length).isBetween(900, 1100));
    assertThat(RoutingBenchmark.matchesPerEvent(Router.of(many, CachedExpressions.find()), 10_000))
        .isBetween(1.0, 5.0);
  }
}
