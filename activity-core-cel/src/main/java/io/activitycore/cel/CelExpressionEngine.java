package io.activitycore.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.parser.CelParser;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Expressions in CEL, the Common Expression Language: the standard library, its macros, and the
 * string and math extensions.
 *
 * <ul>
 *   <li>JSON integers are CEL ints (doubles where they pass 64 bits), other numbers are doubles; an
 *       int beside a double is promoted, in arithmetic and in comparison. Int arithmetic that
 *       overflows, and int division by zero, are errors.
 *   <li>An absent key is an error that names its path; {@code has(x.f)} asks for it.
 *   <li>Results: bytes become base64 text, durations {@code "3.5s"}, timestamps RFC 3339. A number
 *       that is not finite, a type, or a map whose keys are not strings is an error. An object or
 *       array that the expression merely hands on is the very node that was passed in, not a copy:
 *       treat results as read-only.
 *   <li>Bounds: {@value #MAX_SOURCE} characters of source, {@value #MAX_DEPTH} levels of nesting,
 *       {@value #MAX_ITERATIONS} comprehension steps and a fixed budget of work an evaluation. A
 *       regular expression is RE2's: linear in its input.
 * </ul>
 *
 * <p>Thread-safe. Compiling takes well under a millisecond once warm; the first one loads CEL and
 * takes about a second.
 */
public final class CelExpressionEngine implements ExpressionEngine {
  /** Longer text is a program, not a rule; it also bounds the work of the parser. */
  static final int MAX_SOURCE = 10_000;

  /** Deep enough for every rule a person writes; far from what a small thread stack can hold. */
  static final int MAX_DEPTH = 100;

  /**
   * A payload is at most 2 MiB, so few lists have more elements; for loops in loops it is the first
   * bound met.
   */
  static final int MAX_ITERATIONS = 100_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final CelParser parser;
  private final Checkers checkers;
  private final CelRuntime runtime;

  /** An engine of its own; engines share nothing. */
  public CelExpressionEngine() {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableHiddenAccumulatorVar(true)
            .maxExpressionCodePointSize(MAX_SOURCE)
            .maxParseExpressionNodeCount(MAX_SOURCE)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(Searches.MAX_REGEX_SIZE)
            .build();
    parser = Library.parser(options);
    checkers = new Checkers(options);
    runtime = Library.runtime(options);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ExpressionException also when the text is too long or too deep, or a name is not an
   *     identifier
   */
  @Override
  public Expression compile(String source, Collection<String> names) {
    try {
      return compileUnguarded(source, new TreeSet<>(names));
    } catch (StackOverflowError e) {
      throw new ExpressionException(source, Problems.TOO_DEEP, null);
    }
  }

  private Expression compileUnguarded(String source, NavigableSet<String> names) {
    requireIdentifiers(source, names);
    CelAbstractSyntaxTree parsed;
    try {
      parsed = parser.parse(source, Problems.ORIGIN).getAst();
    } catch (CelValidationException e) {
      throw Problems.ofParsing(source, e);
    }
    CelAbstractSyntaxTree checked;
    try {
      checked =
          checkers
              .forUses(FreeNames.in(parsed.getExpr(), names), Trees.functions(parsed))
              .check(parsed)
              .getAst();
    } catch (CelValidationException e) {
      throw Problems.ofChecking(source, parsed, names, e);
    }
    try {
      Set<String> read = FreeNames.in(checked.getExpr(), names);
      return new CelExpression(
          source, read, checked, runtime.createProgram(dispatchByName(checked)));
    } catch (CelEvaluationException e) {
      throw Problems.ofEvaluation(source, checked, e);
    }
  }

  /**
   * Drops the overloads that the checker chose, so that calls are resolved by the values alone: a
   * type that does not fit then always meets the same error, and an int beside a double its own
   * overload.
   */
  private static CelAbstractSyntaxTree dispatchByName(CelAbstractSyntaxTree checked) {
    var references =
        checked.getReferenceMap().entrySet().stream()
            .filter(e -> e.getValue().overloadIds().isEmpty())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return CelAbstractSyntaxTree.newCheckedAst(
        checked.getExpr(), checked.getSource(), references, checked.getTypeMap());
  }

  private static void requireIdentifiers(String source, Set<String> names) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new ExpressionException(
            source, "not an identifier, so no expression can read it: " + name, null);
      }
    }
  }
}
