package io.activitycore.engine.internal.plan;

import java.util.List;

/** The names that expressions may read beside context entries and nodes. */
public final class Names {

  /** The envelope. */
  public static final String EVENT = "event";

  /** The envelope's payload. */
  public static final String PAYLOAD = "payload";

  /** What started the run: {@code kind}, {@code scheduled_for}, {@code window}. */
  public static final String TRIGGER = "trigger";

  /** The run itself. */
  public static final String RUN = "run";

  /** What went wrong so far, by node. */
  public static final String ERRORS = "errors";

  /** What {@code where} sees. */
  public static final List<String> OF_EVENT = List.of(EVENT, PAYLOAD);

  /** What is known before the context is resolved. */
  public static final List<String> OF_START = List.of(EVENT, PAYLOAD, TRIGGER, RUN);

  private Names() {}
}
