package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.handler.TaskCancelledException;
import io.activitycore.handler.TaskFailedException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;

/**
 * Shows a handler to Temporal under its task type.
 *
 * <p>Temporal's Java SDK takes the type's name from an annotation on an interface, so each type
 * gets a generated interface of one method. The alternative, a dynamic Temporal activity, is one
 * per worker and belongs to the host.
 */
public final class TemporalTasks {

  private TemporalTasks() {}

  /** An object to register with a Temporal worker. */
  public static Object implementation(String taskType, Handler handler, TaskRecorder recorder) {
    Class<?> type = interfaceFor(taskType);
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "execute" -> execute(taskType, handler, recorder, (JsonNode) arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              default -> taskType;
            });
  }

  private static Class<?> interfaceFor(String taskType) {
    return new ByteBuddy()
        .makeInterface()
        .name("io.activitycore.engine.generated.Task")
        .annotateType(AnnotationDescription.Builder.ofType(ActivityInterface.class).build())
        .defineMethod("execute", JsonNode.class, Modifier.PUBLIC | Modifier.ABSTRACT)
        .withParameters(JsonNode.class)
        .withoutCode()
        .annotateMethod(
            AnnotationDescription.Builder.ofType(ActivityMethod.class)
                .define("name", taskType)
                .build())
        .make()
        .load(TemporalTasks.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
        .getLoaded();
  }

  private static JsonNode execute(
      String taskType, Handler handler, TaskRecorder recorder, JsonNode input) {
    TaskHeader header = TaskHeaderReader.current().orElseThrow(() -> noHeader(taskType));
    return call(taskType, handler, recorder, input, header);
  }

  /** Calls a handler from within a Temporal activity, local or not. */
  public static JsonNode call(
      String taskType, Handler handler, TaskRecorder recorder, JsonNode input, TaskHeader header) {
    ActivityExecutionContext temporal = Activity.getExecutionContext();
    TaskRecorder.Task task =
        new TaskRecorder.Task(taskType, header, temporal.getInfo().getWorkflowId());
    TemporalTaskContext context = new TemporalTaskContext(temporal, task, recorder, handler);
    try {
      JsonNode result = handler.call(input, context);
      JsonNode recorded = context.transaction().result();
      return recorded == null ? result : recorded;
    } catch (TaskCancelledException e) {
      throw e.getCause() instanceof ActivityCompletionException cancelled ? cancelled : e;
    } catch (TaskFailedException e) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          e.getMessage(), e.type(), e.getCause());
    } catch (Exception e) {
      throw Activity.wrap(e);
    }
  }

  private static ApplicationFailure noHeader(String taskType) {
    return ApplicationFailure.newNonRetryableFailure(
        taskType
            + " came without the header "
            + TaskHeader.KEY
            + ": it was not started by activity-core, or the worker factory given to attachTo lacks"
            + " ActivityCoreInterceptor",
        "no_task_header");
  }
}
