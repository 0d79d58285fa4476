package io.activitycore.internal.located;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a text.
 *
 * @param tree absent when the text could not be read to its end
 * @param lines of the values that were read
 * @param findings what is wrong; the tree may be there nevertheless
 */
public record Located(@Nullable JsonNode tree, Lines lines, List<Finding> findings) {

  /** Copies. */
  public Located {
    findings = List.copyOf(findings);
  }
}
