package io.activitycore.nats;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.DeadLettersContract;

final class NatsDeadLettersContractIT extends DeadLettersContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new NatsHarness();
  }
}
