package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.event.EnvelopeJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bodies that can never become an event, each wrong in one way. */
final class BadBodies {

  private BadBodies() {}

  static Map<String, byte[]> all(Lane lane) {
    String good = new String(EnvelopeJson.write(lane.event("bad", 1)), UTF_8);
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("undecodable", new byte[] {(byte) 0x1f, (byte) 0x8b, 8, 0, (byte) 0xff});
    bodies.put("not JSON", "{\"event_id\": ".getBytes(UTF_8));
    bodies.put("missing field", replace(good, "\"source\":\"urn:test\",", ""));
    bodies.put("empty field", replace(good, "\"event_id\":\"bad\"", "\"event_id\":\"\""));
    bodies.put("control character", replace(good, "\"bad\"", "\"b\\u000aad\""));
    bodies.put("long id", replace(good, "\"bad\"", '"' + "x".repeat(1_025) + '"'));
    bodies.put("year 10000", replace(good, "\"occurred_at\":\"20", "\"occurred_at\":\"100"));
    bodies.put("deep", replace(good, "{\"n\":1}", "[".repeat(1_001) + "]".repeat(1_001)));
    bodies.put("duplicate key", replace(good, "{\"n\":1}", "{\"n\":1,\"n\":2}"));
    bodies.put("large", replace(good, "{\"n\":1}", '"' + "x".repeat(2 * 1024 * 1024) + '"'));
    return bodies;
  }

  private static byte[] replace(String good, String part, String by) {
    if (!good.contains(part)) {
      throw new IllegalStateException(part + " is not in " + good);
    }
    return good.replace(part, by).getBytes(UTF_8);
  }
}
