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

  /** One of the default tenant, which records every decision. */
  public static Dispatcher of(
      Router router, RunStarter starter, Store store, DecisionLog log, Clock clock) {
    return of(router, starter, store, log, 1, clock);
  }

  /** One of the default tenant, which records why nothing happened for a share of the events. */
  public static Dispatcher of(
      Router router, RunStarter starter, Store store, DecisionLog log, double share, Clock clock) {
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
        new LedgerWindow(RunKey.DEFAULT_TENANT, store.runs(), clock),
        new SampledDecisions(log, share),
        clock);
  }
}
