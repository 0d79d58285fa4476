package io.activitycore.rabbitmq;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSourceContract;

/** The rules on a real RabbitMQ, without order. */
final class RabbitSourceContractIT extends EventSourceContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new RabbitHarness(false);
  }
}
