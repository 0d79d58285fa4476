package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value that can be written again: UTF-8, no duplicate keys, bounded depth and
 * numbers, no number beyond a double, no unpaired surrogate, nothing after it. Thread-safe.
 */
final class StrictJson {

  private static final StrictJson DEFAULT = new StrictJson(EnvelopeLimits.DEFAULT);

  private final EnvelopeLimits limits;
  private final ObjectMapper mapper;

  private StrictJson(EnvelopeLimits limits) {
    this.limits = limits;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth())
            .maxNumberLength(limits.digits())
            .maxNameLength(Integer.MAX_VALUE) // the size of the body bounds names and strings
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from strangers
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER) // the same doubles
            .build();
    // The tree's own check for duplicates costs nothing; the parser's keeps a set per object.
    this.mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .nodeFactory(new FiniteNumbers())
            .build();
  }

  /** A reader; the one for the default limits is shared, as making one is costly. */
  static StrictJson of(EnvelopeLimits limits) {
    return limits.equals(EnvelopeLimits.DEFAULT) ? DEFAULT : new StrictJson(limits);
  }

  /**
   * The value.
   *
   * @throws UndecodableException when it is not one
   */
  JsonNode read(byte[] body) {
    Utf8.refuseOther(body);
    int from = Utf8.start(body);
    JsonNode value;
    try {
      value = parse(body, from);
    } catch (UndecodableException e) {
      refuseNoText(body, from);
      throw e;
    }
    // Only now: parsing has fetched the bytes, and a second look at them costs next to nothing.
    if (!Utf8.isPlain(body, from) && refuseNoText(body, from).contains("\\u")) {
      refuseUnpaired(value);
    }
    return value;
  }

  private static String refuseNoText(byte[] body, int from) {
    String text = Utf8.decode(body, from);
    if (text.isBlank()) {
      throw new UndecodableException(Code.EMPTY, "the body is empty, expected a JSON object");
    }
    return text;
  }

  private JsonNode parse(byte[] body, int from) {
    try (JsonParser parser = mapper.createParser(body, from, body.length - from)) {
      try {
        JsonNode value = mapper.readTree(parser);
        if (parser.nextToken() != null) {
          throw new UndecodableException(
              Code.MALFORMED,
              "more text after the JSON value, expected its end",
              at(body, from, parser.currentTokenLocation()));
        }
        return value;
      } catch (MismatchedInputException e) { // a tree takes any value: only duplicates mismatch
        throw new UndecodableException(
            Code.DUPLICATE_KEY,
            pointer(parser) + ": the key appears twice in its object, expected once",
            at(body, from, parser.currentLocation()));
      } catch (StreamConstraintsException e) {
        throw limit(parser, at(body, from, parser.currentLocation()), e);
      } catch (JsonProcessingException e) {
        throw new UndecodableException(
            Code.MALFORMED, "not JSON: " + e.getOriginalMessage(), at(body, from, e.getLocation()));
      } catch (NotFiniteException e) {
        throw new UndecodableException(
            Code.NUMBER_TOO_LARGE,
            pointer(parser) + ": the number is beyond the range of a double",
            at(body, from, parser.currentTokenLocation()));
      }
    } catch (IOException e) {
      throw new UndecodableException(Code.MALFORMED, "not JSON: " + e.getMessage());
    }
  }

  private UndecodableException limit(
      JsonParser parser, Position position, StreamConstraintsException e) {
    if (parser.getParsingContext().getNestingDepth() > limits.depth()) {
      return new UndecodableException(
          Code.TOO_DEEP, "nested deeper than " + limits.depth() + " levels", position);
    }
    // What is left beside numbers is a table of keys made to collide.
    boolean number = e.getOriginalMessage().startsWith("Number");
    return number
        ? new UndecodableException(
            Code.NUMBER_TOO_LARGE,
            "a number of more than " + limits.digits() + " characters",
            position)
        : new UndecodableException(Code.MALFORMED, e.getOriginalMessage(), position);
  }

  private static Position at(byte[] body, int from, @Nullable JsonLocation location) {
    return location == null || location.getByteOffset() < 0
        ? Position.NONE
        : Position.of(body, from, from + (int) location.getByteOffset());
  }

  private static String pointer(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  private static void refuseUnpaired(JsonNode value) {
    String pointer = Surrogates.findUnpaired(value);
    if (pointer != null) {
      throw new UndecodableException(
          Code.INVALID, pointer + ": an unpaired surrogate, expected Unicode text");
    }
  }

  private static final class NotFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class FiniteNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(double number) {
      if (!Double.isFinite(number)) {
        throw new NotFiniteException();
      }
      return super.numberNode(number);
    }
  }
}
