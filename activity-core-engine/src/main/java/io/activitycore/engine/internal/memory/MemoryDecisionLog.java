package io.activitycore.engine.internal.memory;

import io.activitycore.run.Decision;
import io.activitycore.spi.DecisionLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decisions by event. */
final class MemoryDecisionLog implements DecisionLog {

  private record Key(String tenant, String eventId) {}

  private final Map<Key, List<Decision>> decisions = new HashMap<>();

  @Override
  public synchronized void record(List<Decision> made) {
    for (Decision decision : made) {
      List<Decision> known =
          decisions.computeIfAbsent(
              new Key(decision.tenant(), decision.eventId()), key -> new ArrayList<>());
      boolean repeated = known.stream().anyMatch(other -> isSameBeginning(decision, other));
      if (!repeated) {
        known.add(decision);
      }
    }
  }

  /** Said by who starts or signals a run, and by the run. */
  private static boolean isSameBeginning(Decision decision, Decision other) {
    boolean beginning =
        decision.kind() == Decision.Kind.STARTED || decision.kind() == Decision.Kind.SIGNALLED;
    return beginning
        && other.kind() == decision.kind()
        && Objects.equals(other.activityId(), decision.activityId())
        && Objects.equals(other.workflowId(), decision.workflowId());
  }

  @Override
  public synchronized List<Decision> find(String tenant, String eventId) {
    return List.copyOf(decisions.getOrDefault(new Key(tenant, eventId), List.of()));
  }
}
