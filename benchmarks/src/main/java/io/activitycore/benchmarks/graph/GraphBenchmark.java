package io.activitycore.benchmarks.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.graph.Recorder;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.graph.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A walk from its begin to its end: each task's input is rendered, each settles at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx2g"})
public class GraphBenchmark {

  /** How the nodes hang together. */
  @Param({Drawn.CHAIN, Drawn.DIAMOND})
  public String shape = Drawn.CHAIN;

  /** How many there are. */
  @Param({"10", "100", "1000", "10000"})
  public int nodes;

  private @Nullable Program program;

  private final Settlement done =
      new Settlement.Completed(JsonNodeFactory.instance.objectNode().put("number", 7));
  private final Map<String, JsonNode> variables = variables();

  /** Compiles. */
  @Setup(Level.Trial)
  public void prepare() {
    program = Drawn.program(Drawn.plan(shape, nodes));
  }

  private static Map<String, JsonNode> variables() {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    JsonNode payload = JsonNodeFactory.instance.objectNode().put("number", 7);
    return Map.of("event", none, "payload", payload, "trigger", none, "run", none);
  }

  /** Walks it all; gives how many tasks were asked for. */
  @Benchmark
  public int walk() {
    if (program == null) {
      throw new IllegalStateException("not prepared");
    }
    Walk walk = new Walk(program, variables, Recorder.NONE, Map.of());
    Deque<Effect> open = new ArrayDeque<>(walk.begin());
    int tasks = 0;
    for (Effect effect = open.poll(); effect != null; effect = open.poll()) {
      if (effect instanceof Effect.Pending pending) {
        tasks++;
        open.addAll(walk.settle(pending.key(), done));
      }
    }
    return tasks;
  }
}
