package io.activitycore.nats;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceContract;

final class NatsEventSourceContractIT extends EventSourceContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new NatsHarness();
  }
}
