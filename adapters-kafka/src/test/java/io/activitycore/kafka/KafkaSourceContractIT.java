package io.activitycore.kafka;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceContract;

final class KafkaSourceContractIT extends EventSourceContract {

  @Override
  protected BrokerHarness harness() {
    return new KafkaHarness(3);
  }
}
