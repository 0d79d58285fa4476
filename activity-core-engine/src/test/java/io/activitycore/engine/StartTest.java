package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.definition.Node;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.EventSourceException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a core that cannot start. */
@ExtendWith(InProcessTemporal.class)
class StartTest {

  /** Gives each call no time while Temporal is away. */
  private record Line(AtomicBoolean away) implements ClientInterceptor {
    @Override
    public <Q, S> ClientCall<Q, S> interceptCall(
        MethodDescriptor<Q, S> method, CallOptions options, Channel next) {
      return next.newCall(
          method, away.get() ? options.withDeadlineAfter(0, TimeUnit.SECONDS) : options);
    }
  }

  private static WorkflowClient over(Bench bench, AtomicBoolean away) {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(bench.client.getWorkflowServiceStubs().getRawChannel())
                .setGrpcClientInterceptors(List.of(new Line(away)))
                .setRpcTimeout(Duration.ofSeconds(2))
                .build()),
        bench.client.getOptions());
  }

  @Test
  void while_temporal_is_away_nothing_starts_and_it_may_be_started_again(Bench bench) {
    AtomicBoolean away = new AtomicBoolean(true);
    ActivityCore core =
        bench.built(
            bench.core(over(bench, away)).task("noop", (input, context) -> input),
            bench.linear("a", Node.task("one", "noop")));
    assertThatThrownBy(core::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not answer");

    away.set(false);
    core.start();

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_core_whose_broker_refuses_it_is_closed(Bench bench) {
    ActivityCore core =
        bench.built(
            bench.core().broker(refusing(bench.broker)).task("noop", (input, context) -> input),
            bench.linear("a", Node.task("one", "noop")));

    assertThatThrownBy(core::start).isInstanceOf(EventSourceException.class);
    assertThatThrownBy(core::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static Broker refusing(Broker broker) {
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class},
            (self, method, arguments) ->
                method.getName().equals("source") ? REFUSING : method.invoke(broker, arguments));
  }

  private static final EventSource REFUSING =
      new EventSource() {
        @Override
        public String name() {
          return "refusing";
        }

        @Override
        public Subscription subscribe(DeliveryListener listener) {
          throw new EventSourceException("no such stream", null);
        }
      };
}
