package io.activitycore.engine.internal.dispatch;

import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.engine.internal.run.Correlation;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.Store;
import java.time.Clock;

/** Makes dispatchers over fakes of Temporal. */
public final class Dispatchers {

  private Dispatchers() {}

  /** One of the default tenant. */
  public static Dispatcher of(
      Router router, RunStarter starter, Store store, DecisionLog log, Clock clock) {
    FakeRunSignals signals = new FakeRunSignals();
    AnswerRelay relay = new AnswerRelay(store.waits(), signals);
    CachedExpressions expressions = CachedExpressions.find();
    return new Dispatcher(
        RunKey.DEFAULT_TENANT,
        () -> router,
        starter,
        new LongLivedRuns(signals, store.runs(), expressions),
        new WaitingRuns(RunKey.DEFAULT_TENANT, store.waits(), new Correlation(expressions), relay),
        new Replies(store.waits(), relay, null, clock),
        new Parking(RunKey.DEFAULT_TENANT, store),
        log,
        clock);
  }
}
