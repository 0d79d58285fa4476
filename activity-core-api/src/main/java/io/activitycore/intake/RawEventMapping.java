package io.activitycore.intake;

import org.jspecify.annotations.Nullable;

/**
 * How JSON that is no envelope becomes an event: expressions over {@code body} (the JSON, which is
 * also the payload) and {@code headers} (a map from lower-case names to texts). Each must give a
 * text. An expression that fails, or gives something else, refuses the event.
 *
 * @param type the event's type, such as {@code 'github.' + headers['x-github-event']}
 * @param source the event's source
 * @param id the event's id; null: the SHA-256 of the body's bytes, so that the same bytes are the
 *     same event
 * @param subject the event's subject; null: none
 * @param occurredAt when it happened, in RFC 3339; null: when it came
 */
public record RawEventMapping(
    String type,
    String source,
    @Nullable String id,
    @Nullable String subject,
    @Nullable String occurredAt) {

  /** A mapping with the body's hash as id. */
  public static RawEventMapping of(String type, String source) {
    return new RawEventMapping(type, source, null, null, null);
  }

  /** The same with an id of the sender's. */
  public RawEventMapping withId(String expression) {
    return new RawEventMapping(type, source, expression, subject, occurredAt);
  }

  /** The same with a subject. */
  public RawEventMapping withSubject(String expression) {
    return new RawEventMapping(type, source, id, expression, occurredAt);
  }

  /** The same with a time of the sender's. */
  public RawEventMapping withOccurredAt(String expression) {
    return new RawEventMapping(type, source, id, subject, expression);
  }
}
