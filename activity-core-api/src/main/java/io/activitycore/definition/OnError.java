package io.activitycore.definition;

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
  record Route(String node) implements OnError {}

  /** The default. */
  OnError FAIL = new Fail();

  /** Goes on. */
  OnError CONTINUE = new Continue();
}
