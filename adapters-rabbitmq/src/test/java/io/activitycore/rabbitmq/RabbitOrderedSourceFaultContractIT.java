package io.activitycore.rabbitmq;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceFaultContract;

/** The rules on a real RabbitMQ, in order of each key. */
final class RabbitOrderedSourceFaultContractIT extends EventSourceFaultContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new RabbitHarness(true);
  }
}
