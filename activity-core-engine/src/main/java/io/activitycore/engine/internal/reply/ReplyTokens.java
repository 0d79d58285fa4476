package io.activitycore.engine.internal.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.reply.ReplyToken.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies tokens: {@code v1.claims.signature}, the latter two in base64url without
 * padding; the claims are JSON, the signature is HMAC-SHA256 over all that stands before it.
 * Immutable, thread-safe.
 */
public final class ReplyTokens {

  /** As long as the hash: a shorter one is easier to guess, a longer one is no harder. */
  private static final int SHORTEST_SECRET = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1";
  private static final JsonMapper JSON = new JsonMapper();

  private final List<SecretKey> keys;

  /**
   * With these secrets.
   *
   * @param secrets the first signs, each verifies: to replace one, put the new one first, and drop
   *     the old one when its last token has expired
   * @throws IllegalArgumentException without a secret, or when one is shorter than 32 bytes
   */
  public ReplyTokens(List<byte[]> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("at least one secret is needed");
    }
    this.keys = secrets.stream().map(ReplyTokens::key).toList();
  }

  private static SecretKey key(byte[] secret) {
    if (secret.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "a reply secret must be at least "
              + SHORTEST_SECRET
              + " bytes long, got "
              + secret.length);
    }
    return new SecretKeySpec(secret, ALGORITHM);
  }

  /** The token's text. */
  public String sign(ReplyToken token) {
    String claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("tenant", token.tenant())
            .put("wait", token.waitId())
            .put("expiry", token.expiry().toEpochMilli())
            .toString();
    String signed = VERSION + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
    return signed + "." + encode(mac(keys.get(0), signed));
  }

  /** What a text is, at this time. */
  public Verdict verify(String text, Instant now) {
    String[] parts = text.split("\\.", -1);
    byte[] claims = parts.length == 3 ? decode(parts[1]) : null;
    byte[] signature = parts.length == 3 ? decode(parts[2]) : null;
    if (claims == null || signature == null || !parts[0].equals(VERSION)) {
      return new Verdict.Malformed();
    }
    if (!isSigned(parts[0] + "." + parts[1], signature)) {
      return new Verdict.Forged();
    }
    ReplyToken token = read(claims);
    if (token == null) {
      return new Verdict.Malformed();
    }
    return now.isBefore(token.expiry()) ? new Verdict.Genuine(token) : new Verdict.Expired(token);
  }

  private boolean isSigned(String signed, byte[] signature) {
    boolean found = false;
    for (SecretKey key : keys) {
      found |= MessageDigest.isEqual(mac(key, signed), signature);
    }
    return found;
  }

  private static @Nullable ReplyToken read(byte[] claims) {
    try {
      JsonNode tree = JSON.readTree(new String(claims, StandardCharsets.UTF_8));
      JsonNode tenant = tree.path("tenant");
      JsonNode wait = tree.path("wait");
      JsonNode expiry = tree.path("expiry");
      return tenant.isTextual() && wait.isTextual() && expiry.canConvertToLong()
          ? new ReplyToken(
              tenant.textValue(), wait.textValue(), Instant.ofEpochMilli(expiry.longValue()))
          : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static byte[] mac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Null unless it is the one way to write these bytes: another way is not what we sent. */
  private static byte @Nullable [] decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return encode(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
