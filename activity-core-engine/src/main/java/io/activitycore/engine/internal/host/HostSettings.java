package io.activitycore.engine.internal.host;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.internal.task.Handlers;
import io.activitycore.intake.EventSampling;
import io.activitycore.intake.IntakeRules;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host asked for.
 *
 * @param client the host's own
 * @param tenant the tenant
 * @param definitions from files or code, or null
 * @param definitionStore a registry, or null
 * @param store the system of record
 * @param brokers events in and out
 * @param handlers the host's code
 * @param workerOptions for our own workers
 * @param intakeConcurrency events in work at once
 * @param replySecrets the first signs what async tasks send; each verifies
 * @param intake what is demanded of events
 * @param intakeBySource the same for some sources
 * @param decisionShare of the events, for which it is recorded why nothing happened
 * @param sampling which events are kept
 * @param clock the time of decisions and events out
 */
public record HostSettings(
    WorkflowClient client,
    String tenant,
    @Nullable Definitions definitions,
    @Nullable DefinitionStore definitionStore,
    Store store,
    List<Broker> brokers,
    Handlers handlers,
    WorkerOptions workerOptions,
    int intakeConcurrency,
    List<byte[]> replySecrets,
    IntakeRules intake,
    Map<String, IntakeRules> intakeBySource,
    double decisionShare,
    EventSampling sampling,
    Clock clock) {

  /** Measured: fewer pollers cost a third of the rate (docs/performance.md). */
  private static final int POLLERS = 20;

  /**
   * Pollers for a busy queue; tasks are given to the worker that asked for them without a detour
   * where the server allows it.
   */
  public static final WorkerOptions DEFAULT_WORKER_OPTIONS =
      WorkerOptions.newBuilder()
          .setMaxConcurrentWorkflowTaskPollers(POLLERS)
          .setMaxConcurrentActivityTaskPollers(POLLERS)
          .setDisableEagerExecution(false)
          .build();

  /** Starts in flight at once; more did not start faster on the reference server. */
  public static final int DEFAULT_INTAKE_CONCURRENCY = 16;

  /** Copies. */
  public HostSettings {
    brokers = List.copyOf(brokers);
    replySecrets = List.copyOf(replySecrets);
    intakeBySource = Map.copyOf(intakeBySource);
  }
}
