package io.activitycore.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The operators where ours differ from CEL's standard: int beside double is promoted, equality and
 * membership accept mixed numbers in literals too, additions are bounded, and a missing key or
 * element is named by its path.
 */
final class Operators {
  private static final List<CelType> NUMBERS =
      List.of(SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE);
  private static final CelType MAP = MapType.create(SimpleType.DYN, SimpleType.DYN);

  /** Without null, which CEL's checker takes for a timestamp or duration as well. */
  private static final List<CelType> OTHERS =
      List.of(
          SimpleType.STRING,
          SimpleType.BOOL,
          SimpleType.BYTES,
          SimpleType.TIMESTAMP,
          SimpleType.DURATION,
          ListType.create(SimpleType.DYN),
          MAP,
          TypeType.create(SimpleType.DYN));

  private Operators() {}

  /** What the checker must know of them. */
  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> all = new ArrayList<>();
    for (Operator operator :
        List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE)) {
      all.add(
          CelFunctionDecl.newFunctionDeclaration(
              operator.getFunction(),
              overload(operator, SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
              overload(operator, SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT)));
    }
    all.add(equality(Operator.EQUALS));
    all.add(equality(Operator.NOT_EQUALS));
    all.add(membership());
    return all;
  }

  /** What runs. */
  static List<CelFunctionBinding> bindings(CelOptions options) {
    List<CelFunctionBinding> all = new ArrayList<>();
    all.addAll(arithmetic(Operator.ADD, Double::sum, additions()));
    all.addAll(arithmetic(Operator.SUBTRACT, (x, y) -> x - y, List.of()));
    all.addAll(arithmetic(Operator.MULTIPLY, (x, y) -> x * y, List.of()));
    all.addAll(arithmetic(Operator.DIVIDE, (x, y) -> x / y, List.of()));
    for (Operator operator :
        List.of(
            Operator.MODULO,
            Operator.LESS,
            Operator.LESS_EQUALS,
            Operator.GREATER,
            Operator.GREATER_EQUALS)) {
      all.addAll(bind(operator, List.of()));
    }
    all.addAll(index(options));
    return all;
  }

  private static CelFunctionDecl equality(Operator operator) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (CelType left : NUMBERS) {
      NUMBERS.forEach(right -> overloads.add(overload(operator, SimpleType.BOOL, left, right)));
    }
    OTHERS.forEach(type -> overloads.add(overload(operator, SimpleType.BOOL, type, type)));
    return CelFunctionDecl.newFunctionDeclaration(operator.getFunction(), overloads);
  }

  private static CelFunctionDecl membership() {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (CelType element : NUMBERS) {
      NUMBERS.forEach(
          of ->
              overloads.add(overload(Operator.IN, SimpleType.BOOL, element, ListType.create(of))));
    }
    OTHERS.forEach(
        type -> overloads.add(overload(Operator.IN, SimpleType.BOOL, type, ListType.create(type))));
    CelType key = TypeParamType.create("A");
    overloads.add(
        overload(
            Operator.IN, SimpleType.BOOL, key, MapType.create(key, TypeParamType.create("B"))));
    return CelFunctionDecl.newFunctionDeclaration(Operator.IN.getFunction(), overloads);
  }

  private static CelOverloadDecl overload(
      Operator operator, CelType result, CelType left, CelType right) {
    return CelOverloadDecl.newGlobalOverload(
        "activity_" + operator.name() + "_" + left.name() + "_" + right.name() + parameter(right),
        result,
        left,
        right);
  }

  private static String parameter(CelType type) {
    return type.parameters().isEmpty() ? "" : "_" + type.parameters().get(0).name();
  }

  private static List<CelFunctionBinding> arithmetic(
      Operator operator, Promoted promoted, List<CelFunctionBinding> more) {
    List<CelFunctionBinding> overloads = new ArrayList<>(more);
    overloads.add(
        CelFunctionBinding.from(
            id(operator, "int_double"),
            Long.class,
            Double.class,
            (x, y) -> promoted.apply(x.doubleValue(), y)));
    overloads.add(
        CelFunctionBinding.from(
            id(operator, "double_int"),
            Double.class,
            Long.class,
            (x, y) -> promoted.apply(x, y.doubleValue())));
    return bind(operator, overloads);
  }

  private static List<CelFunctionBinding> additions() {
    return List.of(
        CelFunctionBinding.from(
            "add_string",
            String.class,
            String.class,
            (x, y) -> {
              Budget.requireLength((long) x.length() + y.length());
              return x + y;
            }),
        CelFunctionBinding.from(
            "add_bytes",
            CelByteString.class,
            CelByteString.class,
            (x, y) -> {
              Budget.requireLength((long) x.size() + y.size());
              return x.concat(y);
            }),
        CelFunctionBinding.from("add_list", List.class, List.class, AppendedList::sum));
  }

  /**
   * Adds last overloads that take anything and say what did not fit; CEL's own error names no
   * types. They are two, because CEL merges a function's overloads with its own only where there
   * are several.
   */
  private static List<CelFunctionBinding> bind(
      Operator operator, List<CelFunctionBinding> overloads) {
    List<CelFunctionBinding> all = new ArrayList<>(overloads);
    all.add(
        CelFunctionBinding.from(
            id(operator, "number_other"),
            Number.class,
            Object.class,
            (x, y) -> refuse(operator, x, y)));
    all.add(
        CelFunctionBinding.from(
            id(operator, "other"), Object.class, Object.class, (x, y) -> refuse(operator, x, y)));
    return List.copyOf(CelFunctionBinding.fromOverloads(operator.getFunction(), all));
  }

  private static Object refuse(Operator operator, Object x, Object y) {
    String symbol = operator == Operator.INDEX ? "[]" : operator.getFunction().replace("_", "");
    throw new CelInvalidArgumentException(
        "'" + symbol + "' does not take " + Types.of(x) + " and " + Types.of(y));
  }

  private static List<CelFunctionBinding> index(CelOptions options) {
    RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    return bind(
        Operator.INDEX,
        List.of(
            CelFunctionBinding.from("index_list", List.class, Number.class, Operators::element),
            CelFunctionBinding.from(
                "index_map", Map.class, Object.class, (map, key) -> member(map, key, equality))));
  }

  private static Object element(List<?> list, Number index) {
    double exact = index.doubleValue();
    if (exact >= 0 && exact < list.size() && exact == Math.rint(exact)) {
      return list.get(index.intValue());
    }
    String path = list instanceof ArrayView view ? view.path().text() : "";
    throw CelAttributeNotFoundException.of(
        "no such element: " + path + "[" + index + "], the list has " + list.size());
  }

  private static Object member(Map<?, ?> map, Object key, RuntimeEquality equality) {
    return equality
        .findInMap(map, key)
        .orElseThrow(
            () ->
                map instanceof ObjectView view
                    ? view.missing(key)
                    : CelAttributeNotFoundException.of("no such key: " + Path.text("", key)));
  }

  private static String id(Operator operator, String types) {
    return "activity_" + operator.name() + "_" + types;
  }

  /** An operator on doubles. */
  @Immutable
  private interface Promoted {
    double apply(double x, double y);
  }
}
