package io.activitycore.cli;

import io.activitycore.spi.Broker;
import io.activitycore.spi.BrokerSettingsException;
import io.activitycore.spi.Brokers;
import io.activitycore.spi.DeadLetters;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker a command works on: the configuration of a host, as a file or as options. */
final class BrokerChoice {

  private static final String OURS = "activity-core.";

  @Option(
      names = "--broker",
      paramLabel = "NAME",
      description = "nats, kafka or rabbitmq. Default: activity-core.broker of the file.")
  private @Nullable String broker;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with activity-core.broker and activity-core.adapters.*.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting, before those of the file: activity-core.adapters.nats.url=..., or short for the"
            + " chosen broker: url=..."
      })
  private Map<String, String> set = new LinkedHashMap<>();

  /** Does something with the dead letters of the broker, and closes it. */
  int withDeadLetters(ToIntFunction<DeadLetters> work) {
    try (Broker opened = Brokers.from(settings())) {
      DeadLetters letters =
          opened
              .deadLetters()
              .orElseThrow(() -> new UsageException("this broker cannot tell its dead letters"));
      return work.applyAsInt(letters);
    } catch (BrokerSettingsException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    Properties file = file();
    file.stringPropertyNames().forEach(key -> settings.put(key, file.getProperty(key)));
    if (broker != null) {
      settings.put(Brokers.BROKER, broker);
    }
    String name = settings.getOrDefault(Brokers.BROKER, "");
    set.forEach(
        (key, value) ->
            settings.put(key.startsWith(OURS) ? key : Brokers.ADAPTERS + name + "." + key, value));
    return settings;
  }

  private Properties file() {
    Properties properties = new Properties();
    if (config == null) {
      return properties;
    }
    try (Reader reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--config " + config + ": cannot be read: " + e.getMessage());
    }
  }
}
