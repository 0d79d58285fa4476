package io.activitycore.cel;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/** The text functions whose result can be far longer than their arguments, with a bound on it. */
final class TextFunctions {
  private TextFunctions() {}

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all = new ArrayList<>();
    all.addAll(
        CelFunctionBinding.fromOverloads(
            "replace",
            CelFunctionBinding.from(
                "string_replace_string_string",
                List.of(String.class, String.class, String.class),
                args -> replace(args, -1)),
            CelFunctionBinding.from(
                "string_replace_string_string_int",
                List.of(String.class, String.class, String.class, Long.class),
                args -> replace(args, (Long) args[3]))));
    all.addAll(
        CelFunctionBinding.fromOverloads(
            "join",
            CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
            CelFunctionBinding.from(
                "list_join_string", List.class, String.class, TextFunctions::join)));
    return all;
  }

  /** At most {@code limit} occurrences, from the left; a negative limit means all. */
  private static String replace(Object[] args, long limit) {
    String text = (String) args[0];
    String what = (String) args[1];
    String by = (String) args[2];
    StringBuilder result = new StringBuilder();
    int from = 0;
    long left = limit < 0 ? Long.MAX_VALUE : limit;
    for (int at = next(text, what, 0, -1); at >= 0 && left > 0; left--) {
      result.append(text, from, at).append(by);
      Budget.requireLength(result.length());
      from = at + what.length();
      at = next(text, what, from, at);
    }
    return result.append(text, from, text.length()).toString();
  }

  /** The next occurrence; an empty text occurs before every character and at the end. */
  private static int next(String text, String what, int from, int last) {
    if (!what.isEmpty()) {
      return text.indexOf(what, from);
    }
    if (last < 0) {
      return 0;
    }
    return last < text.length() ? text.offsetByCodePoints(last, 1) : -1;
  }

  private static String join(List<?> list, String separator) {
    StringBuilder result = new StringBuilder();
    String before = "";
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new CelInvalidArgumentException("'join' takes strings, not " + Types.of(element));
      }
      result.append(before).append(text);
      before = separator;
      Budget.requireLength(result.length());
    }
    return result.toString();
  }
}
