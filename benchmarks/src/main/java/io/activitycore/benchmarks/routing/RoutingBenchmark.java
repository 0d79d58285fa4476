package io.activitycore.benchmarks.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.intake.EnvelopeDecoder;
import io.activitycore.engine.internal.intake.EnvelopeLimits;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoredDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From bytes to the definitions that an event starts, step by step, beside Jackson's parse of the
 * same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RoutingBenchmark {

  private static final int EVENTS = 1_024;
  private static final ObjectMapper JACKSON = new ObjectMapper();

  /** How many definitions are loaded. */
  @Param({"100", "10000", "100000"})
  private int definitions;

  private final EnvelopeDecoder decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);
  private byte[][] bodies = {};
  private EventEnvelope[] events = {};
  private Router router = Router.of(List.of(), CachedExpressions.find());
  private int next;

  /** Loads the definitions. */
  @Setup
  public void load() {
    bodies = Population.events(EVENTS);
    events = new EventEnvelope[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      events[i] = decoder.decode(bodies[i], Map.of(), Instant.EPOCH);
    }
    router = Router.of(Population.definitions(definitions), CachedExpressions.find());
  }

  private int next() {
    next = (next + 1) % EVENTS;
    return next;
  }

  /** The baseline. */
  @Benchmark
  public JsonNode plainParse() throws IOException {
    return JACKSON.readTree(bodies[next()]);
  }

  /** Bytes to a checked envelope. */
  @Benchmark
  public EventEnvelope decode() {
    return decoder.decode(bodies[next()], Map.of(), Instant.EPOCH);
  }

  /** An envelope to its definitions. */
  @Benchmark
  public List<StoredDefinition> match() {
    return router.matching(events[next()]);
  }

  /** Both. */
  @Benchmark
  public List<StoredDefinition> decodeAndMatch() {
    return router.matching(decoder.decode(bodies[next()], Map.of(), Instant.EPOCH));
  }
}
