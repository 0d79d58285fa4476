package io.activitycore.engine;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.DeadLettersContract;

final class MemoryDeadLettersContractTest extends DeadLettersContract {

  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
