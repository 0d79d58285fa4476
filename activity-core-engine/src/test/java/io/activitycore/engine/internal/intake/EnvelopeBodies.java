package io.activitycore.engine.internal.intake;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Map;

/** Bodies that differ from a good one in one place. */
final class EnvelopeBodies {

  static final String FULL =
      "{\"event_id\":\"e-1\",\"type\":\"shop.order.placed\",\"source\":\"shop\","
          + "\"occurred_at\":\"2026-03-28T09:00:00.123456789Z\",\"subject\":\"order/1\","
          + "\"trace_id\":\"t-1\",\"schema_version\":\"2\",\"payload\":{\"a\":[1,2.5,null,\"x\"],"
          + "\"big\":123456789012345678901234567890},\"region\":\"eu\"}";

  private EnvelopeBodies() {}

  static String envelope(String id, String occurredAt, String payload) {
    return "{\"event_id\":\""
        + id
        + "\",\"type\":\"t\",\"source\":\"s\",\"occurred_at\":\""
        + occurredAt
        + "\",\"payload\":"
        + payload
        + "}";
  }

  static String withId(String id) {
    return envelope(id, "2026-03-28T09:00:00Z", "{}");
  }

  static String withTime(String occurredAt) {
    return envelope("e", occurredAt, "{}");
  }

  static String withPayload(String payload) {
    return envelope("e", "2026-03-28T09:00:00Z", payload);
  }

  static String cloudEvent(String more) {
    return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"," + more + "}";
  }

  static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  static String ofSize(int bytes) {
    int rest = withPayload("\"\"").length();
    return withPayload("\"" + "x".repeat(bytes - rest) + "\"");
  }

  static UndecodableException refusal(EnvelopeDecoder decoder, byte[] body) {
    return catchThrowableOfType(
        UndecodableException.class, () -> decoder.decode(body, Map.of(), Instant.EPOCH));
  }
}
