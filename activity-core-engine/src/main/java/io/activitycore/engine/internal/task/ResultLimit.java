package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.spi.PayloadStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps large results out of the history: refused, or kept by reference and given back to the
 * handler that takes them as input. On the wire a reference is an object with the members {@value
 * #REFERENCE} and {@code bytes}.
 *
 * @param tenant the tenant
 * @param bytes the largest result that is given to the run itself, as JSON
 * @param payloads null: a larger one is refused
 */
public record ResultLimit(String tenant, int bytes, @Nullable PayloadStore payloads) {

  /** A quarter of a mebibyte: far below what Temporal warns of, 512 KiB. */
  public static final int DEFAULT_BYTES = 256 * 1024;

  /** Up to 200 local results travel in one message, and gRPC takes 4 MiB. */
  public static final int LOCAL_BYTES = 16 * 1024;

  /** The error type of a task whose result is over the limit. */
  public static final String TOO_LARGE = "result_too_large";

  static final String REFERENCE = "$ref";

  /** The same handlers, limited. */
  public Handlers limit(Handlers handlers) {
    SortedMap<String, Handler> limited = new TreeMap<>();
    handlers
        .tasks()
        .forEach(
            (type, handler) -> {
              boolean local = handlers.local().contains(type);
              int most = local ? Math.min(bytes, LOCAL_BYTES) : bytes;
              limited.put(type, limit(type, handler, local, most));
            });
    return new Handlers(limited, handlers.resolvers(), handlers.local(), handlers.definitions());
  }

  private Handler limit(String type, Handler handler, boolean local, int most) {
    return new Handler() {
      @Override
      public JsonNode call(JsonNode input, @Nullable TaskContext context) throws Exception {
        return outgoing(handler.call(incoming(input), context), context);
      }

      @Override
      public JsonNode outgoing(JsonNode result, @Nullable TaskContext context) throws Exception {
        return ResultLimit.this.outgoing(type, result, own(context, local).orElse(most));
      }

      @Override
      public JsonNode incoming(JsonNode given) {
        return payloads == null ? given : resolved(given);
      }
    };
  }

  /** The node's own limit. */
  private static Optional<Integer> own(@Nullable TaskContext context, boolean local) {
    return context instanceof TemporalTaskContext task
        ? task.resultLimit().map(limit -> local ? Math.min(limit, LOCAL_BYTES) : limit)
        : Optional.empty();
  }

  /** What is wrong with a result. */
  public static String tooLarge(int bytes, int most) {
    return "its result is " + bytes + " bytes, expected at most " + most;
  }

  private JsonNode outgoing(String type, JsonNode result, int most) throws JsonProcessingException {
    byte[] content = HandlerJson.MAPPER.writeValueAsBytes(result);
    if (content.length <= most) {
      return result;
    }
    if (payloads == null) {
      throw new TaskFailedException(
          TOO_LARGE,
          type
              + ": "
              + tooLarge(content.length, most)
              + "; a payload store would keep it by reference");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put(REFERENCE, payloads.put(tenant, content))
        .put("bytes", content.length);
  }

  private JsonNode resolved(JsonNode value) {
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(element -> array.add(resolved(element)));
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    boolean reference =
        value.size() == 2 && value.path(REFERENCE).isTextual() && value.path("bytes").isInt();
    if (reference && payloads != null) {
      return read(payloads.get(tenant, value.get(REFERENCE).textValue()));
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      object.set(property.getKey(), resolved(property.getValue()));
    }
    return object;
  }

  private static JsonNode read(byte[] content) {
    try {
      return HandlerJson.MAPPER.readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
