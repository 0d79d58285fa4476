package io.activitycore.intake;

import org.jspecify.annotations.Nullable;

/**
 * What is demanded of the events of a source. What breaks a rule is refused: recorded and set aside
 * as a dead letter, and it starts nothing.
 *
 * @param raw how JSON that is no envelope becomes an event; null: it is refused
 * @param trust who may send what
 * @param schemas what payloads must fit
 */
public record IntakeRules(@Nullable RawEventMapping raw, Trust trust, PayloadSchemas schemas) {

  /** Envelopes only, from anybody, with any payload. */
  public static final IntakeRules DEFAULT =
      new IntakeRules(null, Trust.ANYBODY, PayloadSchemas.NONE);

  /** The same with a mapping for raw JSON. */
  public IntakeRules withRaw(RawEventMapping value) {
    return new IntakeRules(value, trust, schemas);
  }

  /** The same with another trust. */
  public IntakeRules withTrust(Trust value) {
    return new IntakeRules(raw, value, schemas);
  }

  /** The same with other schemas. */
  public IntakeRules withSchemas(PayloadSchemas value) {
    return new IntakeRules(raw, trust, value);
  }
}
