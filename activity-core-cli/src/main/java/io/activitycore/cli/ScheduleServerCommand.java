package io.activitycore.cli;

import io.activitycore.ActivityCoreException;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.Schedules;
import io.activitycore.run.RunKey;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What the commands that talk to Temporal about schedules have in common. */
abstract class ScheduleServerCommand implements Callable<Integer> {

  final Console console;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:TEMPORAL_ADDRESS:-127.0.0.1:7233}",
      description = "Temporal's address. Default: $TEMPORAL_ADDRESS, else ${DEFAULT-VALUE}.")
  private String address = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "${env:TEMPORAL_NAMESPACE:-default}",
      description = "Temporal's namespace. Default: $TEMPORAL_NAMESPACE, else default.")
  private String namespace = "";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = RunKey.DEFAULT_TENANT,
      description = "Whose schedules. Default: ${DEFAULT-VALUE}.")
  private String tenant = "";

  @Option(names = "--tls", description = "Encrypt, with the certificates that the JDK trusts.")
  private boolean tls;

  ScheduleServerCommand(Console console) {
    this.console = console;
  }

  @Override
  public final Integer call() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setEnableHttps(tls)
                .build());
    try {
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
      return run(Schedules.of(client, tenant, definitions()));
    } catch (BadInputException e) {
      e.lines().forEach(console::error);
      return ExitCode.BAD_INPUT;
    } catch (ActivityCoreException e) {
      console.error("activity: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return ExitCode.UNAVAILABLE;
    } catch (IllegalArgumentException | IllegalStateException e) {
      console.error(String.valueOf(e.getMessage()));
      return ExitCode.BAD_INPUT;
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Does it. */
  abstract int run(Schedules schedules);

  /** Those that it needs to know. */
  List<ActivityDefinition> definitions() {
    return List.of();
  }

  static Instant instant(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option + " is '" + text + "', expected an instant such as 2026-03-28T09:00:00Z");
    }
  }
}
