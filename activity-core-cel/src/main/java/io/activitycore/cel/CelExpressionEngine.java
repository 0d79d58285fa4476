package io.activitycore.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.parser.CelParser;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.activitycore.cel.Renaming.Renamed;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

  /** Beyond this no two expressions are likely to be the same, and comparing them costs. */
  private static final int LONGEST_SHARED = 500;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final CelParser parser;
  private final Checkers checkers;
  private final CelRuntime runtime;
  private final SharedPrograms programs;

  /** An engine of its own; engines share nothing. */
  public CelExpressionEngine() {
    this(SharedPrograms.KEPT);
  }

  /** One that keeps so many programs for expressions to come. */
  CelExpressionEngine(int kept) {
    programs = new SharedPrograms(kept);
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
    Renamed renamed = Renaming.of(parsed.getExpr(), names);
    Places places = Places.of(parsed.getSource());
    boolean shares = shares(source, renamed);
    SharedProgram known = shares ? programs.find(renamed.expression()) : null;
    if (known != null) {
      return new CelExpression(source, known, renamed.names(), places);
    }
    CelAbstractSyntaxTree checked = check(source, parsed, renamed, names);
    Renamed planned = Renaming.of(checked.getExpr(), names);
    SharedProgram program = plan(source, checked, planned, places);
    if (shares && planned.names().equals(renamed.names())) {
      program = programs.add(renamed.expression(), program);
    }
    return new CelExpression(source, program, planned.names(), places);
  }

  /**
   * Whether its program may serve other expressions: all that differs between them is what some
   * names stand for, so the check of one holds for all.
   */
  private static boolean shares(String source, Renamed renamed) {
    return source.length() <= LONGEST_SHARED
        && renamed.names().stream().noneMatch(Library::isNamespace);
  }

  private CelAbstractSyntaxTree check(
      String source, CelAbstractSyntaxTree parsed, Renamed renamed, NavigableSet<String> names) {
    try {
      return checkers
          .forUses(Set.copyOf(renamed.names()), Trees.functions(parsed.getExpr()))
          .check(parsed)
          .getAst();
    } catch (CelValidationException e) {
      throw Problems.ofChecking(source, parsed, names, e);
    }
  }

  private SharedProgram plan(
      String source, CelAbstractSyntaxTree checked, Renamed planned, Places places) {
    try {
      return SharedProgram.plan(runtime, checked, planned);
    } catch (CelEvaluationException e) {
      throw Problems.ofEvaluation(source, planned.expression(), planned.names(), places, e);
    }
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
