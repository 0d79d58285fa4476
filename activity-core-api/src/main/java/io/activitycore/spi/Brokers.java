package io.activitycore.spi;

import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brokers from configuration: {@code activity-core.broker=nats} and what stands below {@code
 * activity-core.adapters.nats.}. The adapters are those on the class path.
 */
public final class Brokers {

  /** The key that names the broker. */
  public static final String BROKER = "activity-core.broker";

  /** What the keys of every adapter begin with. */
  public static final String ADAPTERS = "activity-core.adapters.";

  private Brokers() {}

  /**
   * Creates the broker that {@value #BROKER} names. Keys that do not begin with {@code
   * activity-core.adapters.} are not ours and are left alone, so all of a host's configuration may
   * come in; so are those of other adapters.
   *
   * @param settings keys with their prefixes
   * @throws BrokerSettingsException when the name is missing or unknown, or a setting is wrong
   */
  public static Broker from(Map<String, String> settings) {
    String name = settings.get(BROKER);
    if (name == null || name.isBlank()) {
      throw new BrokerSettingsException(
          BROKER + " is not set: expected one of " + names(providers()), null);
    }
    return create(name.strip(), settings);
  }

  /** The same from {@link Properties}, defaults included. */
  public static Broker from(Properties settings) {
    Map<String, String> texts = new TreeMap<>();
    for (String key : settings.stringPropertyNames()) {
      texts.put(key, settings.getProperty(key));
    }
    return from(texts);
  }

  /**
   * Creates a broker of that name whatever {@value #BROKER} says: for hosts with several.
   *
   * @param name such as {@code nats}
   * @param settings keys with their prefixes
   * @throws BrokerSettingsException when the name is unknown or a setting is wrong
   */
  public static Broker create(String name, Map<String, String> settings) {
    Map<String, BrokerProvider> providers = providers();
    BrokerProvider provider = providers.get(name);
    if (provider == null) {
      throw new BrokerSettingsException(
          BROKER + ": no adapter '" + name + "': expected one of " + names(providers), null);
    }
    String prefix = ADAPTERS + name + ".";
    Map<String, String> own = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            own.put(key.substring(prefix.length()), value);
          }
        });
    return provider.create(own);
  }

  private static Map<String, BrokerProvider> providers() {
    Map<String, BrokerProvider> found = new TreeMap<>();
    for (BrokerProvider provider : ServiceLoader.load(BrokerProvider.class)) {
      found.putIfAbsent(provider.name(), provider);
    }
    return found;
  }

  private static String names(Map<String, BrokerProvider> providers) {
    return providers.isEmpty()
        ? "(there is no adapter on the class path)"
        : providers.keySet().stream().collect(Collectors.joining(", "));
  }
}
