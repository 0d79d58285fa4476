package io.activitycore.samples.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.samples.faults.Sent.Fate;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes messages of every fate, by a seed. Used by one thread. */
final class Messages {

  private static final int KEYS = 7;

  private final Scene scene;
  private final Random random;
  private int made;

  Messages(Scene scene, Random random) {
    this.scene = scene;
    this.random = random;
  }

  /** Any, good ones more often than bad ones. */
  Sent any() {
    return switch (random.nextInt(16)) {
      case 0 -> poison();
      case 1 -> forged();
      case 2 -> late();
      case 3 -> unmatched();
      case 4 -> kept();
      case 5, 6 -> signed();
      case 7, 8 -> order("FR", "");
      default -> order("DE", "");
    };
  }

  /**
   * A good event that one or two definitions match.
   *
   * @param mark the end of its id
   */
  Sent order(String country, String mark) {
    String id = nextId() + mark;
    List<String> activities =
        country.equals("DE") ? List.of(scene.all(), scene.german()) : List.of(scene.all());
    return sent(id, Fate.MATCHED, activities, body(id, scene.order(), Scene.PLAIN, country, ""));
  }

  /** An event whose body has exactly that many bytes. */
  Sent sized(int bytes, Fate fate) {
    String id = nextId();
    int rest = bytes - body(id, scene.order(), Scene.PLAIN, "FR", "").length;
    byte[] body = body(id, scene.order(), Scene.PLAIN, "FR", "x".repeat(rest));
    return fate == Fate.DEAD_LETTERED
        ? sent("", fate, List.of(), body)
        : sent(id, fate, List.of(scene.all()), body);
  }

  /** Nobody has its type. */
  private Sent unmatched() {
    String id = nextId();
    byte[] body = body(id, scene.lane() + ".nobodys", Scene.PLAIN, "DE", "");
    return sent(id, Fate.UNMATCHED, List.of(), body);
  }

  /** Its definition is disabled and keeps it. */
  private Sent kept() {
    String id = nextId();
    return sent(id, Fate.PENDING, List.of(), body(id, scene.kept(), Scene.PLAIN, "DE", ""));
  }

  /** No event at all. */
  Sent poison() {
    nextId();
    return sent("", Fate.DEAD_LETTERED, List.of(), ("{\"event_id\": " + made).getBytes(UTF_8));
  }

  /** A good event with a fresh signature. */
  Sent signed() {
    String id = nextId();
    byte[] body = body(id, scene.signedOrder(), Scene.SIGNED, "DE", "");
    return sent(id, Fate.MATCHED, List.of(scene.all()), body, signature(body, Instant.now()));
  }

  /** Signed, and one byte changed since. */
  private Sent forged() {
    byte[] body = body(nextId(), scene.signedOrder(), Scene.SIGNED, "DE", "");
    Map<String, String> headers = signature(body, Instant.now());
    body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(7));
    return sent("", Fate.DEAD_LETTERED, List.of(), body, headers);
  }

  /** Signed well, three hours ago. */
  private Sent late() {
    return late(Instant.now().minusSeconds(10_800), Map.of());
  }

  /**
   * Signed well, too long ago.
   *
   * @param more headers beside the signature
   */
  Sent late(Instant time, Map<String, String> more) {
    byte[] body = body(nextId(), scene.signedOrder(), Scene.SIGNED, "DE", "");
    Map<String, String> headers = new TreeMap<>(more);
    headers.putAll(signature(body, time));
    return sent("", Fate.DEAD_LETTERED, List.of(), body, headers);
  }

  private String nextId() {
    return "evt-" + ++made;
  }

  private Sent sent(String id, Fate fate, List<String> activities, byte[] body) {
    return sent(id, fate, activities, body, Map.of());
  }

  private Sent sent(
      String id, Fate fate, List<String> activities, byte[] body, Map<String, String> headers) {
    String tag = Integer.toString(made);
    Map<String, String> all = new TreeMap<>(headers);
    all.put(Sent.TAG, tag);
    return new Sent(tag, id, fate, activities, "k" + random.nextInt(KEYS), all, body);
  }

  private byte[] body(String id, String type, String source, String country, String note) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("n", made).put("country", country).put("note", note);
    return EnvelopeJson.write(
        new EventEnvelope(
            id,
            type,
            source,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            null,
            null,
            null,
            payload,
            Map.of()));
  }

  private static Map<String, String> signature(byte[] body, Instant time) {
    String id = "msg";
    String prefix = id + '.' + time.getEpochSecond() + '.';
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Scene.SECRET, "HmacSHA256"));
      mac.update(prefix.getBytes(UTF_8));
      return Map.of(
          "webhook-id",
          id,
          "webhook-timestamp",
          Long.toString(time.getEpochSecond()),
          "webhook-signature",
          "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
