package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.run.Correlation;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoreException;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingRunsTest {

  private static final Wait WAIT =
      new Wait("w", Wait.Kind.EVENT, "t", "run", "key", Instant.EPOCH, null, "paid", "true", null);

  private static final EventEnvelope EVENT =
      new EventEnvelope(
          "e",
          "paid",
          "s",
          Instant.EPOCH,
          null,
          null,
          null,
          JsonNodeFactory.instance.objectNode(),
          Map.of());

  /** One wait listens; the store does nothing else. */
  private static WaitingRuns over(StoreException accepting) {
    WaitStore store =
        (WaitStore)
            Proxy.newProxyInstance(
                WaitStore.class.getClassLoader(),
                new Class<?>[] {WaitStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("offer")) {
                    return List.of(WAIT);
                  }
                  throw accepting;
                });
    AnswerRelay relay = new AnswerRelay(store, new FakeRunSignals());
    Correlation correlation =
        new Correlation(
            (source, names) -> {
              throw new IllegalStateException("a fault of ours");
            });
    return new WaitingRuns("t", store, correlation, relay);
  }

  @Test
  void a_fault_of_ours_is_no_outage_that_would_be_waited_out_for_ever() {
    WaitingRuns waiting = over(new StoreException("not asked", null));

    assertThatThrownBy(() -> waiting.offer(EVENT, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault of ours");
  }
}
