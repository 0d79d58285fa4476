package io.activitycore.spi;

import java.util.Map;

/**
 * Makes brokers of one kind from configuration. Implemented by the adapters, found by {@link
 * java.util.ServiceLoader}; use {@link Brokers} to pick one.
 */
public interface BrokerProvider {

  /** The name in configuration, such as {@code nats}: lower-case letters. */
  String name();

  /**
   * Creates a broker; opens nothing yet.
   *
   * @param settings what stands below {@code activity-core.adapters.<name>.}, without that prefix;
   *     read it with {@link BrokerSettings}
   * @throws BrokerSettingsException when a name is unknown or a value is wrong
   */
  Broker create(Map<String, String> settings);
}
