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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
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

  /**
   * How many nodes the graphs have that are walked in turns: {@value #ONE} graph's; or always as
   * many, so that small graphs find the processor's caches as cold as large ones do.
   */
  @Param({ONE, "10000"})
  public String among = ONE;

  static final String ONE = "one";

  private List<Program> programs = List.of();
  private int next;

  private final Settlement done =
      new Settlement.Completed(JsonNodeFactory.instance.objectNode().put("number", 7));
  private final Map<String, JsonNode> variables = variables();

  /**
   * Compiles. A host keeps a program for as long as it lives, so it is old here, too: a young one
   * is copied by the collector while it is measured, and a large one takes longer to copy.
   */
  @Setup(Level.Trial)
  public void prepare() {
    int copies = among.equals(ONE) ? 1 : Math.max(1, Integer.parseInt(among) / nodes);
    programs =
        IntStream.range(0, copies)
            .mapToObj(copy -> Drawn.program(Drawn.plan(shape, nodes, copy)))
            .toList();
    System.gc();
  }

  private static Map<String, JsonNode> variables() {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    JsonNode payload = JsonNodeFactory.instance.objectNode().put("number", 7);
    return Map.of("event", none, "payload", payload, "trigger", none, "run", none);
  }

  /** Walks it all; gives how many tasks were asked for. */
  @Benchmark
  public int walk() {
    next = (next + 1) % programs.size();
    Walk walk = new Walk(programs.get(next), variables, Recorder.NONE, Map.of());
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
