package io.activitycore.cel;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelMathExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.IndexOperator.IndexOverload;
import java.util.Arrays;
import java.util.Set;

/**
 * What an expression can call: CEL's standard library and two extensions, with our operators in
 * place of some of theirs.
 */
final class Library {
  /** Ours promote mixed numbers, bound what they build, or name the path that is missing. */
  private static final Set<CelStandardOverload> REPLACED =
      Set.of(
          AddOverload.ADD_STRING,
          AddOverload.ADD_BYTES,
          AddOverload.ADD_LIST,
          IndexOverload.INDEX_LIST,
          IndexOverload.INDEX_MAP);

  private static final CelStringExtensions STRINGS = CelExtensions.strings();

  /**
   * Without those whose result can be far longer than their arguments: {@link TextFunctions} has
   * them, bounded.
   */
  private static final CelStringExtensions STRINGS_AT_RUN_TIME =
      CelExtensions.strings(
          Arrays.stream(Function.values())
              .filter(f -> f != Function.REPLACE && f != Function.JOIN)
              .toArray(Function[]::new));

  private static final CelMathExtensions MATH = CelExtensions.math();

  private Library() {}

  static CelParser parser(CelOptions options) {
    return CelParserFactory.standardCelParserBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(MATH)
        .build();
  }

  /** A compiler without any variable. */
  static CelCompilerBuilder compiler(CelOptions options) {
    CelStandardDeclarations declarations =
        CelStandardDeclarations.newBuilder()
            .excludeFunctions(
                StandardFunction.EQUALS, StandardFunction.NOT_EQUALS, StandardFunction.IN)
            .build();
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(declarations)
        .addLibraries(STRINGS, MATH)
        .addFunctionDeclarations(Operators.declarations());
  }

  static CelRuntime runtime(CelOptions options) {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(options)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) -> !REPLACED.contains(overload))
                .build())
        .addLibraries(STRINGS_AT_RUN_TIME, MATH)
        .addFunctionBindings(Operators.bindings(options))
        .addFunctionBindings(TextFunctions.bindings())
        .build();
  }
}
