package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes envelopes of bodies: native JSON, CloudEvents 1.0 (structured and binary) and, by a
 * mapping, any other JSON. Thread-safe.
 */
public final class EnvelopeDecoder {

  private final EnvelopeLimits limits;
  private final @Nullable RawForm mapping;
  private final StrictJson json;
  private final CloudEventForm cloudEvents;

  /**
   * Creates a decoder.
   *
   * @param limits most often {@link EnvelopeLimits#DEFAULT}; a decoder with others costs
   *     milliseconds to make
   * @param mapping for JSON that is no envelope; null refuses such bodies
   */
  public EnvelopeDecoder(EnvelopeLimits limits, @Nullable RawForm mapping) {
    this.limits = limits;
    this.mapping = mapping;
    this.json = StrictJson.of(limits);
    this.cloudEvents = new CloudEventForm(limits, json);
  }

  /**
   * The event in a body.
   *
   * @param body the bytes as they came; neither changed nor kept
   * @param headers by name, in any case; only those of a CloudEvent in binary mode, and those that
   *     the mapping asks for, are read
   * @param arrival when it came: {@code occurred_at} where the form does not say
   * @throws UndecodableException when there is none; another attempt would say the same
   */
  public EventEnvelope decode(byte[] body, Map<String, String> headers, Instant arrival) {
    if (body.length > limits.bytes()) {
      throw new UndecodableException(
          Code.TOO_LARGE,
          "the body has %d bytes, expected at most %d".formatted(body.length, limits.bytes()));
    }
    Optional<ObjectNode> attributes = CloudEventHeaders.read(headers);
    if (attributes.isPresent()) {
      return cloudEvents.binary(attributes.get(), body, arrival);
    }
    JsonNode value = json.read(body);
    if (value instanceof ObjectNode object) {
      if (CloudEventForm.fits(object)) {
        return cloudEvents.structured(object, arrival);
      }
      if (NativeForm.fits(object)) {
        return NativeForm.read(object, arrival);
      }
    }
    return raw(body, value, headers, arrival);
  }

  private EventEnvelope raw(
      byte[] body, JsonNode payload, Map<String, String> headers, Instant arrival) {
    if (mapping == null) {
      throw new UndecodableException(
          Code.UNSUPPORTED,
          Fields.kind(payload)
              + " that is no envelope: expected an object with event_id, type, source, occurred_at"
              + " and payload, or a CloudEvent with specversion, id, source and type");
    }
    Depth.check(payload, limits.depth() - 1);
    return mapping.event(payload, headers, sha256(body), arrival);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
