package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/** The keys of the leaves that payloads have at one path. Immutable and thread-safe. */
public final class LeafKeys {
  private final FieldPath path;

  /**
   * Of one path.
   *
   * @param path dotted, as in {@link Filter#equalities}
   */
  public LeafKeys(String path) {
    this.path = new FieldPath(path);
  }

  /**
   * Gives the keys of all leaves that a payload has there, through arrays: equal values have equal
   * keys (1, 1.0 and 1e0 are one number, {@code "1"} is none).
   *
   * @param payload any JSON value
   * @param keys is given each key, in the payload's order; a key may come twice
   */
  public void of(JsonNode payload, Consumer<JsonNode> keys) {
    path.forEachLeaf(payload, leaf -> keys.accept(Scalars.key(leaf)));
  }
}
