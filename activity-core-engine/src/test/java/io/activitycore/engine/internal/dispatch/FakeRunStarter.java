package io.activitycore.engine.internal.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts runs in a map, with a switch for outages and a list of activities it refuses. */
public final class FakeRunStarter implements RunStarter {

  private final Map<String, String> bodies = new HashMap<>();
  private final List<String> started = new ArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> unavailable = ConcurrentHashMap.newKeySet();
  private boolean out;
  private int calls;

  @Override
  public synchronized Started start(StartRequest request) {
    calls++;
    if (out || unavailable.contains(request.activityId())) {
      throw new UnavailableException("Temporal is out", null);
    }
    if (refused.contains(request.activityId())) {
      throw new RefusedException("too_large", "the trigger is too large", null);
    }
    String known = bodies.putIfAbsent(request.workflowId(), request.bodyHash());
    if (known == null) {
      started.add(request.workflowId());
      return Started.NEW;
    }
    return known.equals(request.bodyHash()) ? Started.EXISTS : Started.EXISTS_WITH_OTHER_BODY;
  }

  /** Refuses an activity for ever. */
  public void refuse(String activityId) {
    refused.add(activityId);
  }

  /** Does not answer for an activity, or does again. */
  public void unavailable(String activityId, boolean now) {
    if (now) {
      unavailable.add(activityId);
    } else {
      unavailable.remove(activityId);
    }
  }

  /** Answers nobody, or does again. */
  public synchronized void out(boolean now) {
    out = now;
  }

  /** Workflow ids in the order started. */
  public synchronized List<String> started() {
    return List.copyOf(started);
  }

  /** How often it was asked. */
  public synchronized int calls() {
    return calls;
  }
}
