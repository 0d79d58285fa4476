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
      if (!isBeginning(decision)
          || known.stream().noneMatch(other -> isSameBeginning(decision, other))) {
        known.add(decision);
      }
    }
  }

  /** Said by who starts or signals a run, and by the run. */
  private static boolean isBeginning(Decision decision) {
    return decision.kind() == Decision.Kind.STARTED || decision.kind() == Decision.Kind.SIGNALLED;
  }

  private static boolean isSameBeginning(Decision decision, Decision other) {
    return other.kind() == decision.kind()
        && Objects.equals(other.activityId(), decision.activityId())
        && Objects.equals(other.workflowId(), decision.workflowId());
  }

  @Override
  public synchronized List<Decision> find(String tenant, String eventId) {
    return List.copyOf(decisions.getOrDefault(new Key(tenant, eventId), List.of()));
  }
}
