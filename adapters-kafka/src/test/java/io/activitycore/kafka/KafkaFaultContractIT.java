package io.activitycore.kafka;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceFaultContract;

final class KafkaFaultContractIT extends EventSourceFaultContract {

  @Override
  protected BrokerHarness harness() {
    return new KafkaHarness(1);
  }
}
