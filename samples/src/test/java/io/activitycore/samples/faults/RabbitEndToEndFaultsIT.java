package io.activitycore.samples.faults;

/** Faults on RabbitMQ. */
final class RabbitEndToEndFaultsIT extends EndToEndFaults {

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new RabbitUnderTest();
  }
}
