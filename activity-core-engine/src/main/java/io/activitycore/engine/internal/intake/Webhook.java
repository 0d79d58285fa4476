package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature in the layout of Standard Webhooks: over {@code id.timestamp.body}, with a list of
 * {@code version,base64} in one header, of which one must fit.
 */
final class Webhook {

  private static final int MOST_SIGNATURES = 16;

  private final long timestamp;
  private final String signatures;
  private final byte[] prefix;
  private final byte[] body;

  private Webhook(long timestamp, String signatures, byte[] prefix, byte[] body) {
    this.timestamp = timestamp;
    this.signatures = signatures;
    this.prefix = prefix;
    this.body = body;
  }

  static Webhook of(Headers headers, byte[] body) {
    String id = headers.required("webhook-id");
    String timestamp = headers.required("webhook-timestamp");
    String signatures = headers.required("webhook-signature");
    if (id.indexOf('.') >= 0) {
      // "a.1" at time 2 and "a" at time "1.2" would be signed alike.
      throw new UndecodableException(Code.FORGED, "header webhook-id has a dot");
    }
    if (!timestamp.matches("[0-9]{1,12}")) {
      throw new UndecodableException(
          Code.FORGED, "header webhook-timestamp: expected seconds since 1970, got " + timestamp);
    }
    byte[] prefix = (id + '.' + timestamp + '.').getBytes(UTF_8);
    return new Webhook(Long.parseLong(timestamp), signatures, prefix, body);
  }

  /**
   * Checks.
   *
   * @param version signatures of other versions count as none
   * @param verifier gives what says whether a signature fits
   */
  void check(
      Instant stored,
      Duration tolerance,
      String version,
      Function<Webhook, Predicate<byte[]>> verifier) {
    Duration off = Duration.between(Instant.ofEpochSecond(timestamp), stored).abs();
    if (off.compareTo(tolerance) > 0) {
      throw new UndecodableException(
          Code.REPLAYED,
          "header webhook-timestamp is %d s off, expected at most %d s"
              .formatted(off.toSeconds(), tolerance.toSeconds()));
    }
    List<byte[]> candidates = candidates(version);
    if (candidates.isEmpty()) {
      throw new UndecodableException(
          Code.UNSIGNED, "header webhook-signature has no signature of version " + version);
    }
    if (candidates.stream().noneMatch(verifier.apply(this))) {
      throw new UndecodableException(
          Code.FORGED, "header webhook-signature: no signature fits any key of the source");
    }
  }

  private List<byte[]> candidates(String version) {
    List<byte[]> candidates = new ArrayList<>();
    for (String one : signatures.strip().split(" +", MOST_SIGNATURES + 1)) {
      if (one.startsWith(version + ",") && candidates.size() < MOST_SIGNATURES) {
        try {
          candidates.add(Base64.getDecoder().decode(one.substring(version.length() + 1)));
        } catch (IllegalArgumentException e) {
          throw new UndecodableException(Code.FORGED, "header webhook-signature: not base64");
        }
      }
    }
    return candidates;
  }

  /** Whether a signature is the HMAC by one of the secrets; takes as long for a wrong one. */
  Predicate<byte[]> hmac(List<byte[]> secrets) {
    List<byte[]> expected =
        secrets.stream()
            .map(
                secret -> {
                  try {
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                    mac.update(prefix);
                    return mac.doFinal(body);
                  } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("every Java has HmacSHA256", e);
                  }
                })
            .toList();
    return signature -> {
      boolean fits = false;
      for (byte[] one : expected) {
        fits |= MessageDigest.isEqual(one, signature);
      }
      return fits;
    };
  }

  /** Whether a signature is by one of the keys. */
  Predicate<byte[]> ed25519(List<PublicKey> keys) {
    return signature ->
        keys.stream().anyMatch(key -> verifies(key, signature, List.of(prefix, body)));
  }

  /** Whether an Ed25519 signature fits what was signed. */
  static boolean verifies(PublicKey key, byte[] signature, List<byte[]> signed) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      for (byte[] part : signed) {
        verifier.update(part);
      }
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false; // not even the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java from 15 has Ed25519", e);
    }
  }
}
