package io.activitycore.kafka;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSinkContract;

final class KafkaSinkContractIT extends EventSinkContract {

  @Override
  protected BrokerHarness harness() {
    return new KafkaHarness(1);
  }
}
