package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.internal.binding.Binder;
import io.activitycore.internal.binding.Bound;
import io.activitycore.internal.binding.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code fail}, {@code continue} or <code>{route: node}</code>. */
final class OnErrorForm {

  private static final String EXPECTED = "fail, continue or {route: node_id}";

  private static final Binder ROUTES = new Binder(Map.of());

  private OnErrorForm() {}

  static @Nullable Object read(JsonNode node, String pointer, Target target) {
    if (node.isObject()) {
      Bound<OnError.Route> route = ROUTES.bind(node, OnError.Route.class);
      route.problems().forEach(p -> target.refuse(pointer + p.pointer(), p.code(), p.message()));
      return route.value();
    }
    if (!node.isTextual()) {
      return target.wrongType(pointer, EXPECTED, node);
    }
    return switch (node.textValue()) {
      case "fail" -> OnError.FAIL;
      case "continue" -> OnError.CONTINUE;
      default ->
          target.refuse(pointer, "enum", "must be " + EXPECTED + ", got " + Target.describe(node));
    };
  }

  static JsonNode write(OnError onError) {
    if (onError instanceof OnError.Route route) {
      return JsonNodeFactory.instance.objectNode().put("route", route.node());
    }
    return TextNode.valueOf(onError instanceof OnError.Continue ? "continue" : "fail");
  }
}
