package io.activitycore.samples.faults;

import java.util.List;
import java.util.Map;

/**
 * A message that a test sent, and what must become of it.
 *
 * @param tag names it; stands in its header {@value #TAG} too
 * @param eventId the id of the event in it; empty when there is none to be believed
 * @param fate what must become of it
 * @param activities which definitions must each have one run of it
 * @param key what order is kept by
 * @param headers its headers
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sent(
    String tag,
    String eventId,
    Fate fate,
    List<String> activities,
    String key,
    Map<String, String> headers,
    byte[] body) {

  static final String TAG = "X-Sent";

  /** The parts of the equation. */
  enum Fate {
    MATCHED,
    UNMATCHED,
    DEAD_LETTERED,
    PENDING
  }
}
