package io.activitycore.cel;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final Set<StandardFunction> REDECLARED =
      Set.of(StandardFunction.EQUALS, StandardFunction.NOT_EQUALS, StandardFunction.IN);

  /** What is declared besides the standard. */
  private static final List<CelFunctionDecl> MORE =
      Stream.of(STRINGS.functions(), MATH.functions(), Operators.declarations())
          .flatMap(Collection::stream)
          .toList();

  /** What a name before a dot means by itself: functions and types with a dot in their names. */
  private static final Set<String> NAMESPACES =
      Stream.concat(
              MORE.stream()
                  .map(CelFunctionDecl::name)
                  .filter(name -> name.indexOf('.') > 0)
                  .map(name -> name.substring(0, name.indexOf('.'))),
              Stream.of("google"))
          .collect(Collectors.toUnmodifiableSet());

  private Library() {}

  /** Whether the name means more than a variable when a variable has it. */
  static boolean isNamespace(String name) {
    return NAMESPACES.contains(name);
  }

  static CelParser parser(CelOptions options) {
    return CelParserFactory.standardCelParserBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(MATH)
        .build();
  }

  /**
   * A compiler without any variable that knows, of the library, the given functions only: CEL takes
   * in every declaration anew for each expression, which is most of the time that checking takes.
   *
   * @param called the functions' names as they stand after the dot
   */
  static CelCompilerBuilder compiler(CelOptions options, Set<String> called) {
    CelStandardDeclarations standard =
        CelStandardDeclarations.newBuilder()
            .filterFunctions(
                (function, overload) ->
                    !REDECLARED.contains(function)
                        && called.contains(function.functionDecl().name()))
            .build();
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(standard)
        .addFunctionDeclarations(
            MORE.stream().filter(f -> called.contains(afterTheDot(f.name()))).toList());
  }

  private static String afterTheDot(String function) {
    return function.substring(function.lastIndexOf('.') + 1);
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
