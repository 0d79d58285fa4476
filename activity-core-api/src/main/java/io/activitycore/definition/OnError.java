package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.NotNull;

/** What a node's failure does to the run. */
public sealed interface OnError {

  /**
   * The run fails: no other node starts, what runs settles, {@code always} edges are followed, then
   * it compensates.
   */
  record Fail() implements OnError {}

  /** The run goes on as if the node had given {@code {}}. */
  record Continue() implements OnError {}

  /**
   * The run goes on at another node.
   *
   * @param node that node's id
   */
  record Route(@JsonProperty("route") @NotNull @NodeName String node) implements OnError {

    /** Checks. */
    public Route {
      Constraints.check(Route.class, node);
    }
  }

  /** The default. */
  OnError FAIL = new Fail();

  /** Goes on. */
  OnError CONTINUE = new Continue();
}
