package io.activitycore.samples.faults;

/** Faults on NATS JetStream. */
final class NatsEndToEndFaultsIT extends EndToEndFaults {

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new NatsUnderTest();
  }
}
