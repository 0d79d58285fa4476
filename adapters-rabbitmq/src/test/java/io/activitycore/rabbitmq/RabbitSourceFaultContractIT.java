package io.activitycore.rabbitmq;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceFaultContract;

/** The rules on a real RabbitMQ, without order. */
final class RabbitSourceFaultContractIT extends EventSourceFaultContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new RabbitHarness(false);
  }
}
