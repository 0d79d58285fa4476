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
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One event of about 1 KB: parsed, decoded, matched, and both. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx2g"})
public class RoutingBenchmark {

  /** How many definitions are routed over. */
  @Param({"100", "10000", "100000"})
  public int definitions;

  /**
   * For how many of them the events are: {@value #FEW}, so that all that grows is what does not
   * match; or all, so that each event meets other, cold definitions.
   */
  @Param({FEW, ALL})
  public String among = FEW;

  static final String FEW = "100";
  static final String ALL = "all";

  private final ObjectMapper mapper = new ObjectMapper();
  private final EnvelopeDecoder decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);
  private List<byte[]> bodies = List.of();
  private List<EventEnvelope> events = List.of();
  private Router router = Router.of(List.of(), CachedExpressions.find());
  private int next;

  /** Makes definitions, index and events. */
  @Setup(Level.Trial)
  public void prepare() {
    router = Router.of(Mix.definitions(definitions), CachedExpressions.find());
    bodies = Mix.events(among(among, definitions));
    events = bodies.stream().map(this::decoded).toList();
  }

  private int next() {
    next = (next + 1) % bodies.size();
    return next;
  }

  private EventEnvelope decoded(byte[] body) {
    return decoder.decode(body, Map.of(), Instant.EPOCH);
  }

  /** The measure of all: the same bytes by plain Jackson. */
  @Benchmark
  public JsonNode parse() throws IOException {
    return mapper.readTree(bodies.get(next()));
  }

  /** Bytes to envelope: strict JSON, form, limits, constraints. */
  @Benchmark
  public EventEnvelope decode() {
    return decoded(bodies.get(next()));
  }

  /** Envelope to definitions. */
  @Benchmark
  public List<StoredDefinition> match() {
    return router.matching(events.get(next()));
  }

  /** Bytes to definitions. */
  @Benchmark
  public List<StoredDefinition> decodeAndMatch() {
    return router.matching(decoded(bodies.get(next())));
  }

  static int among(String among, int definitions) {
    return among.equals(ALL) ? definitions : Integer.parseInt(among);
  }

  /** Definitions matched by an event, on average. */
  static double matchesPerEvent(Router router, int among) {
    EnvelopeDecoder decoder = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);
    return Mix.events(among).stream()
        .mapToInt(body -> router.matching(decoder.decode(body, Map.of(), Instant.EPOCH)).size())
        .average()
        .orElse(0);
  }
}
