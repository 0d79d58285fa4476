package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.plan.TemplateScanner.Part;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import io.activitycore.internal.Pointers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A JSON value with templates {@code {{ CEL }}} in its strings; keys stay as they are. A string
 * that is just one template takes the value's type; otherwise values are embedded as text, objects
 * and arrays as compact JSON. Rendering is not recursive: braces in a value stay what they are.
 * Immutable and thread-safe. What it renders may share trees with what it read: treat it as
 * read-only.
 */
public final class Template {

  /** No message of ours is longer than Temporal's 4 MiB; text beyond that is a runaway. */
  private static final int LONGEST_TEXT = 4 << 20;

  private final Form form;

  private Template(Form form) {
    this.form = form;
  }

  /** A value, with the expressions that make it. */
  private sealed interface Form {
    record Constant(JsonNode value) implements Form {}

    record Whole(String pointer, Expression expression) implements Form {}

    /** Each piece is a {@code String} or an {@code Expression}. */
    record Text(String pointer, List<Object> pieces) implements Form {}

    record Properties(Map<String, Form> values) implements Form {}

    record Elements(List<Form> values) implements Form {}
  }

  /**
   * Compiles a value.
   *
   * @param compiler from source to expression
   * @throws ExpressionException at the first template that does not compile; its message names the
   *     pointer
   */
  public static Template compile(JsonNode value, Function<String, Expression> compiler) {
    return new Template(form(value, "", compiler));
  }

  /** A text, such as a subject. */
  public static Template compile(String text, Function<String, Expression> compiler) {
    return compile(TextNode.valueOf(text), compiler);
  }

  /**
   * Visits every expression with the pointer of its string. A string whose templates cannot be told
   * apart goes to {@code broken} with what is wrong.
   */
  static void visit(
      JsonNode value,
      String pointer,
      BiConsumer<String, String> expression,
      BiConsumer<String, String> broken) {
    if (value.isTextual()) {
      try {
        TemplateScanner.parts(value.textValue()).stream()
            .filter(Part::code)
            .forEach(part -> expression.accept(pointer, part.text()));
      } catch (ExpressionException e) {
        broken.accept(pointer, String.valueOf(e.getMessage()));
      }
    }
    value
        .properties()
        .forEach(
            property ->
                visit(
                    property.getValue(),
                    Pointers.child(pointer, property.getKey()),
                    expression,
                    broken));
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        visit(value.get(i), Pointers.child(pointer, i), expression, broken);
      }
    }
  }

  /** Whether rendering depends on nothing. */
  public boolean constant() {
    return form instanceof Form.Constant;
  }

  /**
   * Renders over variables.
   *
   * @throws ExpressionException at the first expression that fails; its message names the pointer
   */
  public JsonNode render(Map<String, JsonNode> variables) {
    return render(expression -> expression.evaluate(variables));
  }

  /** Renders with an evaluator; see {@link #render(Map)}. */
  public JsonNode render(Function<Expression, JsonNode> evaluator) {
    return render(form, evaluator);
  }

  private static Form form(JsonNode value, String pointer, Function<String, Expression> compiler) {
    if (value.isTextual()) {
      return located(pointer, value.textValue(), () -> text(value, pointer, compiler));
    }
    if (value.isObject()) {
      Map<String, Form> forms = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        String child = Pointers.child(pointer, property.getKey());
        forms.put(property.getKey(), form(property.getValue(), child, compiler));
      }
      return constant(forms.values()) ? new Form.Constant(value) : new Form.Properties(forms);
    }
    if (value.isArray()) {
      List<Form> forms = new ArrayList<>(value.size());
      for (int i = 0; i < value.size(); i++) {
        forms.add(form(value.get(i), Pointers.child(pointer, i), compiler));
      }
      return constant(forms) ? new Form.Constant(value) : new Form.Elements(forms);
    }
    return new Form.Constant(value);
  }

  private static boolean constant(Iterable<Form> forms) {
    for (Form form : forms) {
      if (!(form instanceof Form.Constant)) {
        return false;
      }
    }
    return true;
  }

  private static Form text(JsonNode value, String pointer, Function<String, Expression> compiler) {
    List<Part> parts = TemplateScanner.parts(value.textValue());
    if (parts.stream().noneMatch(Part::code)) {
      return new Form.Constant(value);
    }
    List<Object> pieces = new ArrayList<>(parts.size());
    for (Part part : parts) {
      pieces.add(part.code() ? compiler.apply(part.text()) : part.text());
    }
    return pieces.size() == 1
        ? new Form.Whole(pointer, (Expression) pieces.get(0))
        : new Form.Text(pointer, pieces);
  }

  private static JsonNode render(Form form, Function<Expression, JsonNode> evaluator) {
    if (form instanceof Form.Constant constant) {
      return constant.value();
    }
    if (form instanceof Form.Whole whole) {
      return evaluate(whole.pointer(), whole.expression(), evaluator);
    }
    if (form instanceof Form.Text text) {
      return TextNode.valueOf(joined(text, evaluator));
    }
    if (form instanceof Form.Properties properties) {
      int size = properties.values().size();
      // As large as it must be: it is kept as long as the run.
      Map<String, JsonNode> rendered = new LinkedHashMap<>(size + size / 2 + 1);
      ObjectNode object = new ObjectNode(JsonNodeFactory.instance, rendered);
      properties.values().forEach((key, value) -> object.set(key, render(value, evaluator)));
      return object;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ((Form.Elements) form).values().forEach(value -> array.add(render(value, evaluator)));
    return array;
  }

  private static String joined(Form.Text text, Function<Expression, JsonNode> evaluator) {
    StringBuilder joined = new StringBuilder();
    for (Object piece : text.pieces()) {
      if (piece instanceof Expression expression) {
        JsonNode value = evaluate(text.pointer(), expression, evaluator);
        joined.append(value.isContainerNode() ? value.toString() : value.asText());
      } else {
        joined.append(piece);
      }
      if (joined.length() > LONGEST_TEXT) {
        throw new ExpressionException(
            "",
            at(text.pointer()) + "the text is longer than " + LONGEST_TEXT + " characters",
            null);
      }
    }
    return joined.toString();
  }

  private static JsonNode evaluate(
      String pointer, Expression expression, Function<Expression, JsonNode> evaluator) {
    return located(pointer, expression.source(), () -> evaluator.apply(expression));
  }

  private static <T> T located(String pointer, String source, Supplier<T> work) {
    try {
      return work.get();
    } catch (ExpressionException e) {
      if (pointer.isEmpty()) {
        throw e;
      }
      throw new ExpressionException(source, at(pointer) + e.getMessage(), e);
    }
  }

  private static String at(String pointer) {
    return pointer.isEmpty() ? "" : "at " + pointer + ": ";
  }
}
