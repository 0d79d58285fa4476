package io.activitycore.rabbitmq;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.EventSinkContract;

/** The rules on a real RabbitMQ. */
final class RabbitSinkContractIT extends EventSinkContract {

  @Override
  protected BrokerHarness harness() throws Exception {
    return new RabbitHarness(false);
  }
}
