package io.activitycore.engine;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSinkContract;

final class MemoryEventSinkContractTest extends EventSinkContract {

  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
