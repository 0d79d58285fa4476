package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.JsonObject;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import io.activitycore.internal.OneOrMany;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events start a run, or go to one that they have a key in common with.
 *
 * @param type exact event types; one is enough
 * @param source exact sources; empty means any
 * @param filters an EventBridge pattern on the payload; all of it must hold; null for any payload
 * @param where CEL over {@code event} and {@code payload}, evaluated last; optional
 * @param mode whether each event starts a run, or goes to the one of its key; default start
 * @param correlate CEL over {@code event} and {@code payload} that gives the key: a text, a number
 *     or a boolean; required with mode signal, and goes with it only
 * @param completeWhen CEL over {@code event}, {@code payload}, {@code trigger} and {@code run} that
 *     says after an event whether the run of its key is complete; goes with mode signal only; never
 *     when absent
 * @param onDisabled what becomes of its events while the definition is disabled; default drop
 * @param upgrade whether the run of a key takes over later versions of the definition; other than
 *     never it goes with mode signal only; default never
 * @param onTooOld what becomes of events older than the ledger's window; default quarantine
 */
public record EventTrigger(
    @OneOrMany @NotEmpty List<@Identifier String> type,
    @OneOrMany List<@Identifier String> source,
    @JsonObject @Nullable JsonNode filters,
    @Filled @Nullable String where,
    @NotNull @Default("start") Mode mode,
    @Filled @Nullable String correlate,
    @Filled @Nullable String completeWhen,
    @NotNull @Default("drop") OnDisabled onDisabled,
    @NotNull @Default("never") Upgrade upgrade,
    @NotNull @Default("quarantine") OnTooOld onTooOld) {

  /** Checks and copies. */
  public EventTrigger {
    type = Copies.list(type);
    source = Copies.list(source);
    filters = filters == null ? null : Copies.json(filters);
    Constraints.on(
            EventTrigger.class,
            type,
            source,
            filters,
            where,
            mode,
            correlate,
            completeWhen,
            onDisabled,
            upgrade,
            onTooOld)
        .rule(
            mode != Mode.SIGNAL || correlate != null,
            "/correlate",
            "required",
            "is required with mode signal")
        .rule(mode != Mode.START || correlate == null, "/correlate", GOES_WITH, WITH_SIGNAL)
        .rule(mode != Mode.START || completeWhen == null, "/complete_when", GOES_WITH, WITH_SIGNAL)
        .rule(mode != Mode.START || upgrade == Upgrade.NEVER, "/upgrade", GOES_WITH, WITH_SIGNAL)
        .done();
  }

  private static final String GOES_WITH = "goes_with";
  private static final String WITH_SIGNAL = "goes with mode signal only";

  /** What an event does. */
  public enum Mode {
    /** Each starts a run of its own. */
    @JsonProperty("start")
    START,
    /** Events of one key go to one run, in order; the first of a key starts it. */
    @JsonProperty("signal")
    SIGNAL
  }

  /** What becomes of events while the definition is disabled. */
  public enum OnDisabled {
    /** They are dropped; the decision says so. */
    @JsonProperty("drop")
    DROP,
    /** Those that match are kept in the store, and handled in their order once it is enabled. */
    @JsonProperty("park")
    PARK
  }

  /** Whether the run of a key takes over later versions. */
  public enum Upgrade {
    /** It follows the version that its first event was routed to, until it is complete. */
    @JsonProperty("never")
    NEVER,
    /**
     * Whenever it goes on in a new execution (continue-as-new), between two events, it takes over
     * the version that is current then. Its state stays.
     */
    @JsonProperty("on_continue")
    ON_CONTINUE
  }

  /**
   * What becomes of events that occurred before the time that the ledger remembers: nobody can say
   * whether they ran before.
   */
  public enum OnTooOld {
    /** They are set aside as dead letters; the decision says so. */
    @JsonProperty("quarantine")
    QUARANTINE,
    /** They are treated like any other: one that ran before the window runs again. */
    @JsonProperty("start")
    START
  }

  /** Events of these types. */
  public static EventTrigger of(String... types) {
    return new EventTrigger(
        List.of(types),
        List.of(),
        null,
        null,
        Mode.START,
        null,
        null,
        OnDisabled.DROP,
        Upgrade.NEVER,
        OnTooOld.QUARANTINE);
  }

  /** The same with exact sources. */
  public EventTrigger withSource(String... sources) {
    return matching(List.of(sources), filters, where);
  }

  /** The same with a pattern on the payload. */
  public EventTrigger withFilters(JsonNode pattern) {
    return matching(source, pattern, where);
  }

  /** The same with a last condition in CEL. */
  public EventTrigger withWhere(String expression) {
    return matching(source, filters, expression);
  }

  /** The same in mode signal: events whose key, in CEL, is the same go to one run. */
  public EventTrigger withCorrelate(String expression) {
    return keyed(Mode.SIGNAL, expression, completeWhen, upgrade);
  }

  /** The same with a condition in CEL that completes the run of a key; after withCorrelate. */
  public EventTrigger withCompleteWhen(String expression) {
    return keyed(mode, correlate, expression, upgrade);
  }

  /** The same, whose long-lived runs take over later versions; after withCorrelate. */
  public EventTrigger upgradedOnContinue() {
    return keyed(mode, correlate, completeWhen, Upgrade.ON_CONTINUE);
  }

  /** The same, whose events are kept while the definition is disabled. */
  public EventTrigger parkedWhenDisabled() {
    return treating(OnDisabled.PARK, onTooOld);
  }

  /** The same, which starts runs for events that are older than the ledger's window, too. */
  public EventTrigger startedWhenTooOld() {
    return treating(onDisabled, OnTooOld.START);
  }

  private EventTrigger matching(
      List<String> sources, @Nullable JsonNode pattern, @Nullable String condition) {
    return new EventTrigger(
        type,
        sources,
        pattern,
        condition,
        mode,
        correlate,
        completeWhen,
        onDisabled,
        upgrade,
        onTooOld);
  }

  private EventTrigger keyed(
      Mode newMode, @Nullable String key, @Nullable String complete, Upgrade newUpgrade) {
    return new EventTrigger(
        type, source, filters, where, newMode, key, complete, onDisabled, newUpgrade, onTooOld);
  }

  private EventTrigger treating(OnDisabled disabled, OnTooOld tooOld) {
    return new EventTrigger(
        type, source, filters, where, mode, correlate, completeWhen, disabled, upgrade, tooOld);
  }
}
