package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.intake.IntakeRules;
import io.activitycore.intake.PayloadSchemas;
import io.activitycore.intake.RawEventMapping;
import io.activitycore.intake.Trust;
import io.activitycore.spi.Delivery;
import java.time.Instant;
import java.util.Map;

/** Makes events of the deliveries of one source, and refuses what breaks its rules. Thread-safe. */
public final class Admission {

  private static final int QUICK_BYTES = 16 * 1024;

  private final EnvelopeDecoder decoder;
  private final TrustCheck trust;
  private final SchemaCheck schemas;
  private final boolean plain;

  private Admission(EnvelopeDecoder decoder, IntakeRules rules) {
    this.decoder = decoder;
    this.trust = new TrustCheck(rules.trust());
    this.schemas = new SchemaCheck(rules.schemas());
    this.plain =
        rules.raw() == null
            && rules.trust().equals(Trust.ANYBODY)
            && rules.schemas() == PayloadSchemas.NONE;
  }

  /**
   * By a host's rules.
   *
   * @throws io.activitycore.expression.ExpressionException when the mapping does not compile
   * @throws IllegalStateException when a payload schema cannot be used
   */
  public static Admission of(IntakeRules rules, ExpressionEngine expressions) {
    RawEventMapping raw = rules.raw();
    RawForm form = raw == null ? null : new RawExpressions(raw, expressions);
    return new Admission(new EnvelopeDecoder(EnvelopeLimits.DEFAULT, form), rules);
  }

  /** Whether admitting it costs no more than handing it to another thread. */
  boolean isQuick(Delivery delivery) {
    return plain && delivery.body().length <= QUICK_BYTES;
  }

  /** The event, not yet believed. */
  EventEnvelope decode(Delivery delivery, Instant now) {
    return decode(delivery, delivery.headers(), now);
  }

  /** An event that does not say when it occurred came when the broker stored it, each time. */
  private EventEnvelope decode(Delivery delivery, Map<String, String> headers, Instant now) {
    Instant arrival = delivery.storedAt() == null ? now : delivery.storedAt();
    return decoder.decode(delivery.body(), headers, arrival);
  }

  /**
   * The event, believed and checked.
   *
   * @throws UndecodableException when there is none to believe
   */
  EventEnvelope admit(Delivery delivery, Instant now) {
    EventEnvelope event = decode(delivery, now);
    if (trust.check(delivery, event, now)) {
      restsOnWhatIsSigned(delivery, event, now);
    }
    schemas.check(event);
    return event;
  }

  /** Signatures cover the body: a header could be another one at each replay. */
  private void restsOnWhatIsSigned(Delivery delivery, EventEnvelope event, Instant now) {
    EventEnvelope signed = null;
    try {
      signed = decode(delivery, Headers.signed(delivery.headers()), now);
    } catch (UndecodableException e) {
      // no event without the other headers
    }
    if (!event.equals(signed)) {
      throw new UndecodableException(
          Code.UNSIGNED,
          "the event rests on headers that are not signed: expected it in the body alone");
    }
  }
}
