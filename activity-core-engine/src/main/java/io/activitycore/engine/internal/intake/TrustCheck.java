package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.Proof;
import io.activitycore.intake.Trust;
import io.activitycore.spi.Delivery;
import java.time.Instant;

/** Whether an event comes from whom it says, and may. Thread-safe. */
final class TrustCheck {

  private final Trust trust;

  TrustCheck(Trust trust) {
    this.trust = trust;
  }

  /**
   * Checks.
   *
   * @return whether the event had to prove where it comes from, and did
   * @throws UndecodableException when the event must not be believed
   */
  boolean check(Delivery delivery, EventEnvelope event, Instant now) {
    Trust.Sender sender =
        trust
            .of(event.source())
            .orElseThrow(
                () -> refused("source " + event.source() + " is not among those that may send"));
    if (!sender.maySend(event.type())) {
      throw refused(
          "source "
              + event.source()
              + " may not send "
              + event.type()
              + ", only "
              + sender.types());
    }
    Headers headers = new Headers(delivery.headers());
    Instant stored = delivery.storedAt() == null ? now : delivery.storedAt();
    Proof proof = sender.proof();
    if (proof instanceof Proof.Hmac hmac) {
      Webhook.of(headers, delivery.body())
          .check(stored, hmac.tolerance(), "v1", signed -> signed.hmac(hmac.secrets()));
    } else if (proof instanceof Proof.Ed25519 ed25519) {
      Webhook.of(headers, delivery.body())
          .check(stored, ed25519.tolerance(), "v1a", signed -> signed.ed25519(ed25519.keys()));
    } else if (proof instanceof Proof.Jws jws) {
      DetachedJws.check(headers.required("jws-signature"), delivery.body(), jws.keys());
    }
    return !(proof instanceof Proof.None);
  }

  private static UndecodableException refused(String reason) {
    return new UndecodableException(Code.NOT_ALLOWED, reason);
  }
}
