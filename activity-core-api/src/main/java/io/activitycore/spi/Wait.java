package io.activitycore.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run waits for from outside.
 *
 * @param id unique for ever: the task instance id of the waiting node
 * @param kind what may settle it
 * @param tenant the tenant
 * @param workflowId Temporal's workflow id of the waiting run, which is signalled
 * @param key what the run settles with the answer
 * @param openedAt since when
 * @param deadline when the run gives up; null: never
 * @param eventType of {@link Kind#EVENT}: the type of event waited for
 * @param correlate of {@link Kind#EVENT}: a CEL condition that says whether an event is the one
 * @param variables of {@link Kind#EVENT}: what {@code correlate} reads of the run, by name; an
 *     object
 */
public record Wait(
    String id,
    Kind kind,
    String tenant,
    String workflowId,
    String key,
    Instant openedAt,
    @Nullable Instant deadline,
    @Nullable String eventType,
    @Nullable String correlate,
    @Nullable JsonNode variables) {

  /** What may settle a wait. */
  public enum Kind {
    /** A reply with our token. */
    REPLY,
    /** A person. */
    HUMAN,
    /** An event that correlates. */
    EVENT
  }
}
