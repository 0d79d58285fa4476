package io.activitycore.docs.snippets;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.StatsReporter;
import com.uber.m3.util.Duration;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;

/** The scope of the page on metrics. */
final class MetricsGuide {

  private MetricsGuide() {}

  static WorkflowServiceStubs stubs(StatsReporter reporter) {
    // tag::scope
    Scope scope = new RootScopeBuilder().reporter(reporter).reportEvery(Duration.ofSeconds(10));
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setMetricsScope(scope).build());
    // end::scope
    return stubs;
  }
}
