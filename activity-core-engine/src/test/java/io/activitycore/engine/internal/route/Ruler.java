package io.activitycore.engine.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.Patterns;

/**
 * The oracle: one pattern in an event-ruler machine. The payload is a field of the event, as {@code
 * detail} is in EventBridge, so that it may be any value. Two patterns for one field are an error
 * here, too, and what the compiler refuses is not handed to its predecessor, which knows no {@code
 * $or}.
 */
final class Ruler {
  private static final String RULE = "rule";

  private final GenericMachine<String> machine = GenericMachine.<String>builder().build();

  /** Compiles a pattern in full form; throws what event-ruler throws when it refuses it. */
  Ruler(JsonNode pattern) throws Exception {
    List<Map<String, List<Patterns>>> rules =
        JsonRuleCompiler.compile(wrapped(pattern).toString(), false);
    rules.forEach(rule -> machine.addPatternRule(RULE, rule));
  }

  boolean matches(JsonNode payload) {
    return machine.rulesForJSONEvent(wrapped(payload)).contains(RULE);
  }

  /** The same by the other way in, which sees numbers as they are spelled. */
  boolean matches(String payload) throws Exception {
    return machine.rulesForJSONEvent("{\"payload\":" + payload + '}').contains(RULE);
  }

  private static ObjectNode wrapped(JsonNode payload) {
    return JsonNodeFactory.instance.objectNode().set("payload", payload);
  }
}
