package io.activitycore.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules that only ask which properties are present, so that they hold for a record's arguments
 * and for a tree that is not yet a record.
 */
public final class Presence {

  private final Class<?> record;
  private final Function<String, @Nullable Object> valueOf;
  private final List<Violation> broken = new ArrayList<>();

  private Presence(Class<?> record, Function<String, @Nullable Object> valueOf) {
    this.record = record;
    this.valueOf = valueOf;
  }

  /**
   * The rules that are broken.
   *
   * @param valueOf a property's value by wire name; null where absent
   */
  public static List<Violation> broken(
      Class<?> record, Function<String, @Nullable Object> valueOf) {
    Presence presence = new Presence(record, valueOf);
    presence.exactlyOne();
    presence.goesWith();
    presence.together();
    presence.atLeastOne();
    return presence.broken;
  }

  private boolean has(String name) {
    return valueOf.apply(name) != null;
  }

  private void exactlyOne() {
    ExactlyOne rule = record.getAnnotation(ExactlyOne.class);
    if (rule == null) {
      return;
    }
    List<String> given = Arrays.stream(rule.value()).filter(this::has).toList();
    if (given.size() != 1) {
      String got = given.isEmpty() ? "none" : String.join(" and ", given);
      add("", "exactly_one", "needs exactly one of " + list(rule.value()) + ", got " + got);
    }
  }

  private void goesWith() {
    for (RecordShape.Component component : Constraints.shape(record).components()) {
      GoesWith rule = component.reflected().getAnnotation(GoesWith.class);
      if (rule != null && has(component.wireName()) && !has(rule.value())) {
        add("/" + component.wireName(), "goes_with", "goes with " + rule.value() + " only");
      }
    }
  }

  private void together() {
    Together rule = record.getAnnotation(Together.class);
    if (rule == null || Arrays.stream(rule.value()).noneMatch(this::has)) {
      return;
    }
    for (String name : rule.value()) {
      if (!has(name)) {
        add("/" + name, "required", "is required: " + list(rule.value()) + " go together");
      }
    }
  }

  private void atLeastOne() {
    AtLeastOne rule = record.getAnnotation(AtLeastOne.class);
    if (rule != null && Arrays.stream(rule.value()).allMatch(name -> empty(valueOf.apply(name)))) {
      add("", "at_least_one", "needs at least one of " + list(rule.value()));
    }
  }

  private static boolean empty(@Nullable Object value) {
    return value == null
        || (value instanceof Collection<?> many && many.isEmpty())
        || (value instanceof JsonNode node && node.isArray() && node.isEmpty());
  }

  private static String list(String[] names) {
    return String.join(", ", names);
  }

  private void add(String pointer, String code, String message) {
    broken.add(new Violation(pointer, code, message));
  }
}
