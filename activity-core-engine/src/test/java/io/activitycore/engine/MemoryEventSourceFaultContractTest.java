package io.activitycore.engine;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceFaultContract;

final class MemoryEventSourceFaultContractTest extends EventSourceFaultContract {

  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
