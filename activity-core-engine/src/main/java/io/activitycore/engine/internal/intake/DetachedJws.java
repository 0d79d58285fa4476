package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detached JWS in compact form: {@code header..signature}, {@code EdDSA} and nothing else. */
final class DetachedJws {

  private static final StrictJson JSON = StrictJson.of(EnvelopeLimits.DEFAULT);

  private DetachedJws() {}

  /**
   * Checks.
   *
   * @param keys by {@code kid}; without one in the header each is tried
   */
  static void check(String jws, byte[] body, Map<String, PublicKey> keys) {
    String[] parts = jws.strip().split("\\.", -1);
    if (parts.length != 3 || !parts[1].isEmpty()) {
      throw forged("expected header..signature");
    }
    JsonNode header = header(parts[0]);
    if (!header.path("alg").asText().equals("EdDSA")) {
      throw forged("expected alg EdDSA, got " + header.path("alg").asText());
    }
    if (header.has("crit") || header.has("b64")) {
      throw forged("extensions (crit, b64) are not supported");
    }
    byte[] signed =
        (parts[0] + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(body))
            .getBytes(US_ASCII);
    byte[] signature = decode(parts[2]);
    boolean fits =
        candidates(header.path("kid").textValue(), keys).stream()
            .anyMatch(key -> Webhook.verifies(key, signature, List.of(signed)));
    if (!fits) {
      throw forged("the signature fits no key of the source");
    }
  }

  private static List<PublicKey> candidates(@Nullable String kid, Map<String, PublicKey> keys) {
    if (kid == null) {
      return List.copyOf(keys.values());
    }
    PublicKey key = keys.get(kid);
    if (key == null) {
      throw forged("unknown kid " + kid);
    }
    return List.of(key);
  }

  private static JsonNode header(String encoded) {
    try {
      return JSON.read(decode(encoded));
    } catch (UndecodableException e) {
      throw forged("its header is not JSON: " + e.getMessage());
    }
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw forged("not base64url");
    }
  }

  private static UndecodableException forged(String reason) {
    return new UndecodableException(Code.FORGED, "header jws-signature: " + reason);
  }
}
