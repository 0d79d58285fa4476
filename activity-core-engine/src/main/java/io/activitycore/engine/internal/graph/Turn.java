package io.activitycore.engine.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of the walk brings about: effects for the caller, and nodes that settled inside.
 * Empty between calls.
 */
final class Turn {

  private final List<Effect> effects = new ArrayList<>();
  private final Deque<Settled> settled = new ArrayDeque<>();

  /** A node that settled. */
  record Settled(Vertex node, Settlement settlement) {}

  void add(Effect effect) {
    effects.add(effect);
  }

  void settled(Vertex node, Settlement settlement) {
    settled.add(new Settled(node, settlement));
  }

  /** The next node that settled, in the order they did; null when there is none. */
  @Nullable Settled next() {
    return settled.poll();
  }

  List<Effect> take() {
    List<Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }
}
