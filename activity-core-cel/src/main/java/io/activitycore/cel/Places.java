package io.activitycore.cel;

import dev.cel.common.CelSource;
import java.util.Arrays;
import java.util.Map;

/** Where the parts of one expression stand in its source, by their ids. Immutable. */
final class Places {
  private static final int NONE = -1;

  private final int[] offsets;

  private Places(int[] offsets) {
    this.offsets = offsets;
  }

  static Places of(CelSource source) {
    Map<Long, Integer> positions = source.getPositionsMap();
    long highest = positions.keySet().stream().mapToLong(id -> id).max().orElse(NONE);
    int[] offsets = new int[Math.toIntExact(highest + 1)];
    Arrays.fill(offsets, NONE);
    positions.forEach((id, offset) -> offsets[Math.toIntExact(id)] = offset);
    return new Places(offsets);
  }

  /** In code points; negative: the part stands nowhere. */
  int offset(long id) {
    return id >= 0 && id < offsets.length ? offsets[(int) id] : NONE;
  }
}
