package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;

/**
 * The depth of a value that becomes the payload: in the envelope it lies one level deeper than in
 * its own body, and must still be readable there.
 */
final class Depth {

  private Depth() {}

  /** Refuses a value of more than {@code levels} nested objects and arrays. */
  static void check(JsonNode value, int levels) {
    if (value.isValueNode()) {
      return;
    }
    if (levels == 0) {
      throw new UndecodableException(
          Code.TOO_DEEP, "the payload is nested too deep, expected the limit less the envelope's");
    }
    for (JsonNode child : value) {
      check(child, levels - 1);
    }
  }
}
