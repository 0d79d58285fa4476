package io.activitycore.engine.internal.host;

import io.activitycore.engine.internal.run.RunActivitiesApi;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.task.Handlers;
import io.activitycore.engine.internal.task.TaskHeaderInterceptor;
import io.activitycore.engine.internal.task.TaskRecorder;
import io.activitycore.engine.internal.task.TemporalTasks;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Temporal workers of the core: one a task queue. A queue whose task types are not all known
 * here is served for runs but not for tasks, so that an unknown type waits for the worker that
 * knows it instead of failing here.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** After which Temporal holds a workflow thread for stuck, unless the host says otherwise. */
  private static final long TEMPORALS_PATIENCE_MILLIS = 1_000;

  /**
   * The same, where the host says nothing: an expression that spends its whole budget takes up to
   * half a second of a processor, and more of the clock on a busy machine. Half of a workflow
   * task's time-out.
   */
  private static final long PATIENCE_MILLIS = 5_000;

  private final WorkflowClient client;
  private final WorkerOptions options;
  private final Handlers handlers;
  private final TaskRecorder recorder;
  private final RunActivitiesApi runActivities;
  private final Supplier<RunActivity> workflows;
  private final Set<String> served = new HashSet<>();
  private final List<WorkerFactory> own = new ArrayList<>();

  Workers(
      WorkflowClient client,
      WorkerOptions options,
      Handlers handlers,
      TaskRecorder recorder,
      RunActivitiesApi runActivities,
      Supplier<RunActivity> workflows) {
    this.client = client;
    this.options = options;
    this.handlers = handlers;
    this.recorder = recorder;
    this.runActivities = runActivities;
    this.workflows = workflows;
  }

  /** Registers with a host's factory, which must not have started; the host starts and stops it. */
  synchronized void attachTo(WorkerFactory factory, Queues queues) {
    serve(factory, queues);
  }

  /** Starts workers of our own for the queues that are not served yet. */
  synchronized void start(Queues queues) {
    if (served.containsAll(queues.servedBy(handlers.tasks().keySet()))) {
      return;
    }
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new TaskHeaderInterceptor())
                .build());
    serve(factory, queues);
    factory.start();
    own.add(factory);
  }

  private void serve(WorkerFactory factory, Queues queues) {
    for (String queue : queues.servedBy(handlers.tasks().keySet())) {
      if (served.add(queue)) {
        serve(factory, queue, queues);
      }
    }
  }

  private void serve(WorkerFactory factory, String queue, Queues queues) {
    NavigableSet<String> unknown = queues.unknownTypes(queue, handlers.tasks().keySet());
    boolean tasks = unknown.isEmpty();
    if (!tasks) {
      LOG.warn(
          "Task queue {} has task types without a handler here: {}. Its runs are served, its tasks"
              + " are left to other workers.",
          queue,
          unknown);
    }
    Worker known = factory.tryGetWorker(queue);
    Worker worker = known != null ? known : factory.newWorker(queue, options(tasks));
    worker.registerWorkflowImplementationFactory(RunActivity.class, workflows::get);
    worker.registerActivitiesImplementations(runActivities);
    if (tasks) {
      handlers
          .tasks()
          .forEach(
              (type, handler) ->
                  worker.registerActivitiesImplementations(
                      TemporalTasks.implementation(type, handler, recorder)));
    }
  }

  private WorkerOptions options(boolean tasks) {
    long given = options.getDefaultDeadlockDetectionTimeout();
    return WorkerOptions.newBuilder(options)
        .setLocalActivityWorkerOnly(!tasks)
        .setDefaultDeadlockDetectionTimeout(
            given == 0 || given == TEMPORALS_PATIENCE_MILLIS ? PATIENCE_MILLIS : given)
        .build();
  }

  /** Lets running tasks end, then stops our own workers. */
  synchronized void close(long seconds) {
    own.forEach(WorkerFactory::shutdown);
    own.forEach(factory -> factory.awaitTermination(seconds, TimeUnit.SECONDS));
    own.forEach(WorkerFactory::shutdownNow);
    own.clear();
  }
}
