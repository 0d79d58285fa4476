package io.activitycore.cel;

import com.google.common.base.Throwables;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import io.activitycore.expression.ExpressionException;
import java.util.List;
import java.util.NavigableSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CEL's errors in one line each: what, where, what was expected. */
final class Problems {
  /** What CEL calls the source in its messages. */
  static final String ORIGIN = "expression";

  static final String TOO_DEEP = "the expression, or a value it reads, is nested too deeply";

  private static final int LONGEST = 500;
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("No matching overload for function '_?([^']*?)_?'.*");
  private static final Pattern NO_FIELD = Pattern.compile("Error resolving field '([^']*)'.*");
  private static final Pattern CALL_FAILED =
      Pattern.compile("(?s)Function '([^']*)' failed with arg.*");
  private static final Pattern EVALUATION =
      Pattern.compile("(?s)evaluation error(?: at " + ORIGIN + ":(\\d+))?: (.*)");

  private Problems() {}

  static ExpressionException ofParsing(String source, CelValidationException e) {
    CelIssue issue = e.getErrors().get(0);
    return problem(source, issue.getMessage() + at(source, issue.getSourceLocation()), e);
  }

  static ExpressionException ofChecking(
      String source,
      CelAbstractSyntaxTree tree,
      NavigableSet<String> names,
      CelValidationException e) {
    CelIssue issue = e.getErrors().get(0);
    String where = at(source, issue.getSourceLocation());
    Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
    if (!undeclared.matches()) {
      return problem(source, CANDIDATES.matcher(issue.getMessage()).replaceFirst("") + where, e);
    }
    String name = undeclared.group(1);
    if (Trees.isCall(tree.getExpr(), issue.getExprId())) {
      return problem(source, "unknown function '" + name + "'" + where, e);
    }
    String known = names.isEmpty() ? "none" : String.join(", ", names);
    return problem(source, "unknown name '" + name + "'" + where + "; known names: " + known, e);
  }

  /**
   * What a {@link SharedProgram} failed with.
   *
   * @param names what the program's names stand for in this source
   */
  static ExpressionException ofEvaluation(
      String source,
      CelExpr expression,
      List<String> names,
      Places places,
      CelEvaluationException e) {
    Matcher located = EVALUATION.matcher(String.valueOf(e.getMessage()));
    int offset = -1;
    String message = String.valueOf(e.getMessage());
    if (located.matches()) {
      offset = located.group(1) == null ? -1 : places.offset(Long.parseLong(located.group(1)));
      message = located.group(2);
    }
    Matcher field = NO_FIELD.matcher(message);
    if (field.matches()) {
      String name = field.group(1);
      String path = Trees.selectionAt(expression, names, places, offset, name);
      message = notAnObject(path == null ? name : path);
    } else if (e.getErrorCode() != CelErrorCode.ATTRIBUTE_NOT_FOUND) {
      message = worded(message, offset < 0 ? "" : at(source, offset), e);
    }
    return problem(source, message, e);
  }

  private static String worded(String message, String where, CelEvaluationException e) {
    Matcher call = CALL_FAILED.matcher(message);
    if (call.matches()) {
      // CEL's text holds the arguments; data does not belong into errors.
      return "'" + call.group(1) + "' failed: " + Throwables.getRootCause(e).getMessage() + where;
    }
    return reworded(message, e) + where;
  }

  private static String reworded(String message, CelEvaluationException e) {
    return switch (e.getErrorCode()) {
      case DIVIDE_BY_ZERO -> "division by zero";
      case NUMERIC_OVERFLOW -> "number out of range (" + message + ")";
      case ITERATION_BUDGET_EXCEEDED ->
          "the expression loops too often (limit "
              + CelExpressionEngine.MAX_ITERATIONS
              + " iterations)";
      case OVERLOAD_NOT_FOUND ->
          NO_OVERLOAD.matcher(message).replaceFirst("'$1' does not take values of these types");
      default -> message;
    };
  }

  private static String notAnObject(String path) {
    return "no such key: " + path + ", it is read from what is not an object";
  }

  private static String at(String source, int offset) {
    return CelSource.newBuilder(source)
        .build()
        .getOffsetLocation(offset)
        .map(l -> at(source, l))
        .orElse("");
  }

  private static String at(String source, CelSourceLocation location) {
    if (location.getLine() < 1) {
      return "";
    }
    String line = source.indexOf('\n') < 0 ? "" : "line " + location.getLine() + ", ";
    return " (" + line + "column " + (location.getColumn() + 1) + ")";
  }

  private static ExpressionException problem(String source, String message, Throwable cause) {
    return new ExpressionException(source, oneLine(message), cause);
  }

  static String oneLine(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
