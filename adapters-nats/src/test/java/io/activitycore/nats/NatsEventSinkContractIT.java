package io.activitycore.nats;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSinkContract;

final class NatsEventSinkContractIT extends EventSinkContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new NatsHarness();
  }
}
