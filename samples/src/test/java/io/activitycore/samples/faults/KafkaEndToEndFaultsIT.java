package io.activitycore.samples.faults;

/** Faults on Kafka. */
final class KafkaEndToEndFaultsIT extends EndToEndFaults {

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new KafkaUnderTest();
  }
}
