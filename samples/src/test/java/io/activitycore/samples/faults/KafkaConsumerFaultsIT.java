package io.activitycore.samples.faults;

/**
 * What goes wrong between a group of hosts and Kafka. Kafka itself never gives a record up: there
 * is no limit to be reached while nobody listens.
 */
final class KafkaConsumerFaultsIT extends ConsumerFaults {

  @Override
  BrokerUnderTest startBroker() throws Exception {
    return new KafkaUnderTest();
  }
}
