package io.activitycore.intake;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * How an event proves who sent it. Several keys are there for rotation: one that fits is enough. A
 * proof in another manner than the one demanded counts as none.
 */
public sealed interface Proof {

  /** How far a signature's time may be from when the broker stored the event: five minutes. */
  Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  /** None is asked for. */
  record None() implements Proof {}

  /**
   * An HMAC with SHA-256 in the layout of Standard Webhooks: headers {@code webhook-id}, {@code
   * webhook-timestamp} and {@code webhook-signature} ({@code v1}).
   *
   * @param secrets of 24 to 64 bytes, as Standard Webhooks asks
   * @param tolerance how far the timestamp may be from when the broker stored the event (where it
   *     does not say, from now), either way
   */
  record Hmac(List<byte[]> secrets, Duration tolerance) implements Proof {

    /** Checks and copies. */
    public Hmac {
      secrets = secrets.stream().map(byte[]::clone).toList();
      if (secrets.isEmpty() || secrets.stream().anyMatch(s -> s.length < 24 || s.length > 64)) {
        throw new IllegalArgumentException("needs secrets of 24 to 64 bytes, at least one");
      }
      positive(tolerance);
    }

    /**
     * With five minutes of tolerance.
     *
     * @param secrets in base64, with or without {@code whsec_} before it
     */
    public static Hmac of(String... secrets) {
      return new Hmac(
          List.of(secrets).stream()
              .map(s -> Base64.getDecoder().decode(s.startsWith("whsec_") ? s.substring(6) : s))
              .toList(),
          DEFAULT_TOLERANCE);
    }
  }

  /**
   * An Ed25519 signature in the layout of Standard Webhooks ({@code v1a}).
   *
   * @param keys of algorithm {@code Ed25519}
   * @param tolerance as in {@link Hmac}
   */
  record Ed25519(List<PublicKey> keys, Duration tolerance) implements Proof {

    /** Checks and copies. */
    public Ed25519 {
      keys = List.copyOf(keys);
      keys.forEach(Proof::ed25519);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("needs at least one key");
      }
      positive(tolerance);
    }

    /** With five minutes of tolerance. */
    public static Ed25519 of(PublicKey... keys) {
      return new Ed25519(List.of(keys), DEFAULT_TOLERANCE);
    }
  }

  /**
   * A detached JWS (RFC 7515, appendix F) with {@code alg} {@code EdDSA} over the body, in compact
   * form in the header {@code jws-signature}. It says nothing of when: a replayed event is kept
   * from running by its id only.
   *
   * @param keys of algorithm {@code Ed25519}, by {@code kid}
   */
  record Jws(Map<String, PublicKey> keys) implements Proof {

    /** Checks and copies. */
    public Jws {
      keys = Map.copyOf(keys);
      keys.values().forEach(Proof::ed25519);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("needs at least one key");
      }
    }
  }

  private static void ed25519(PublicKey key) {
    if (!key.getAlgorithm().equals("EdDSA") && !key.getAlgorithm().equals("Ed25519")) {
      throw new IllegalArgumentException("needs Ed25519 keys, got one for " + key.getAlgorithm());
    }
  }

  private static void positive(Duration tolerance) {
    if (tolerance.isNegative() || tolerance.isZero()) {
      throw new IllegalArgumentException("tolerance must be positive, got " + tolerance);
    }
  }
}
