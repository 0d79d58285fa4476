package io.activitycore.engine;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceContract;

final class MemoryEventSourceContractTest extends EventSourceContract {

  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
