package io.activitycore.rabbitmq;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.DeadLettersContract;

/** The rules on a real RabbitMQ. */
final class RabbitDeadLettersContractIT extends DeadLettersContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new RabbitHarness(false);
  }
}
