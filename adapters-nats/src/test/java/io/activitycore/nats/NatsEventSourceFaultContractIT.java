package io.activitycore.nats;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceFaultContract;

final class NatsEventSourceFaultContractIT extends EventSourceFaultContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new NatsHarness();
  }
}
