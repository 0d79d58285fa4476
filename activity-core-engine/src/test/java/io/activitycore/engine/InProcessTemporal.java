package io.activitycore.engine;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Bench}; all share one in-process Temporal, which ends with the last test.
 */
final class InProcessTemporal implements ParameterResolver, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(InProcessTemporal.class);

  /** Closed by JUnit with the store it is in. */
  private record Server(TestWorkflowEnvironment environment) implements AutoCloseable {
    static Server start() {
      return new Server(
          TestWorkflowEnvironment.newInstance(
              TestEnvironmentOptions.newBuilder()
                  .setUseTimeskipping(false)
                  .registerSearchAttribute(
                      "activity_id", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                  .build()));
    }

    @Override
    public void close() {
      environment.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bench.class;
  }

  @Override
  public Bench resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Server.class, type -> Server.start(), Server.class);
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            Bench.class,
            type -> new Bench(server.environment().getWorkflowClient(), context.getUniqueId()),
            Bench.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Bench bench = context.getStore(NAMESPACE).remove(Bench.class, Bench.class);
    if (bench != null) {
      bench.close();
    }
  }
}
