package io.activitycore.engine.internal.task;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.handler.ContextFunction;
import io.activitycore.handler.ContextResolver;
import io.activitycore.handler.OnEvent;
import io.activitycore.handler.OnSchedule;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFunction;
import io.activitycore.handler.TaskHandler;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Collects handlers; not thread-safe. */
public final class HandlersBuilder {

  private final Validator validator =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory()
          .getValidator();
  private final SortedMap<String, Handler> tasks = new TreeMap<>();
  private final SortedMap<String, Handler> resolvers = new TreeMap<>();
  private final SortedSet<String> local = new TreeSet<>();
  private final List<ActivityDefinition> definitions = new ArrayList<>();

  /** Nothing yet. */
  public HandlersBuilder() {}

  /**
   * Adds the annotated public methods of an instance, inherited ones included.
   *
   * @throws IllegalArgumentException for an instance without a handler, two handlers of one name,
   *     or a method that cannot be one; the message names the method
   */
  public void add(Object instance) {
    int before = tasks.size() + resolvers.size();
    Arrays.stream(instance.getClass().getMethods())
        .filter(method -> !method.isBridge())
        .sorted(Comparator.comparing(Method::toString))
        .forEach(method -> add(instance, method));
    if (tasks.size() + resolvers.size() == before) {
      throw new IllegalArgumentException(
          instance.getClass().getName()
              + " has no public method with @TaskHandler or @ContextResolver");
    }
  }

  private void add(Object instance, Method method) {
    TaskHandler task = method.getAnnotation(TaskHandler.class);
    if (task != null) {
      put(
          tasks,
          task.value(),
          new HandlerMethod(task.value(), instance, method, true, validator),
          method);
      if (task.local()) {
        local.add(task.value());
      }
      definitions.addAll(AnnotatedDefinitions.of(task.value(), method));
    }
    ContextResolver resolver = method.getAnnotation(ContextResolver.class);
    if (resolver != null) {
      put(
          resolvers,
          resolver.value(),
          new HandlerMethod(resolver.value(), instance, method, false, validator),
          method);
    }
    if (task == null
        && (method.isAnnotationPresent(OnEvent.class)
            || method.isAnnotationPresent(OnSchedule.class))) {
      throw new IllegalArgumentException(
          method + " has @OnEvent or @OnSchedule but no @TaskHandler");
    }
  }

  /** Adds a task handler as a function. */
  public void addTask(String type, TaskFunction function) {
    put(
        tasks,
        type,
        (input, context) ->
            function.apply(input, Objects.requireNonNull(context, TaskContext.class.getName())),
        function);
  }

  /** Adds a context resolver as a function. */
  public void addResolver(String name, ContextFunction function) {
    put(resolvers, name, (input, context) -> function.apply(input), function);
  }

  private static void put(
      SortedMap<String, Handler> handlers, String name, Handler handler, Object origin) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(origin + " has an empty name");
    }
    if (handlers.putIfAbsent(name, handler) != null) {
      throw new IllegalArgumentException("two handlers for " + name + ": the second is " + origin);
    }
  }

  /** All that was added. */
  public Handlers build() {
    return new Handlers(
        Collections.unmodifiableSortedMap(new TreeMap<>(tasks)),
        Collections.unmodifiableSortedMap(new TreeMap<>(resolvers)),
        Collections.unmodifiableSortedSet(new TreeSet<>(local)),
        List.copyOf(definitions));
  }
}
