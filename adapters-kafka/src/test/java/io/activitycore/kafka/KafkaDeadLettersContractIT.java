package io.activitycore.kafka;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.DeadLettersContract;

final class KafkaDeadLettersContractIT extends DeadLettersContract {

  @Override
  protected BrokerHarness harness() {
    return new KafkaHarness(1);
  }
}
