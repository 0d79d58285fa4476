package io.activitycore.spi;

import io.activitycore.internal.binding.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the settings of one broker, for a {@link BrokerProvider}. Each key that is read is known by
 * that; {@link #done()} refuses the rest. Keys are in kebab-case, such as {@code max-in-flight}.
 * Not thread-safe.
 *
 * <pre>{@code
 * BrokerSettings from = BrokerSettings.of("nats", settings);
 * from.text("url", builder::url);
 * from.duration("ack-wait", builder::ackWait);
 * from.done();
 * }</pre>
 */
public final class BrokerSettings {

  private static final String DURATION = "a duration such as 30s, 5m or PT5M";

  private final String prefix;
  private final Map<String, String> left;
  private final Set<String> known = new TreeSet<>();

  private BrokerSettings(String prefix, Map<String, String> settings) {
    this.prefix = prefix;
    this.left = new TreeMap<>(settings);
  }

  /**
   * The settings of one adapter.
   *
   * @param name the provider's name, for errors
   * @param settings the settings without their prefix
   */
  public static BrokerSettings of(String name, Map<String, String> settings) {
    return new BrokerSettings(Brokers.ADAPTERS + name + ".", settings);
  }

  /** Gives the text of a key to {@code to}, if there is one. */
  public void text(String key, Consumer<String> to) {
    read(key, "text", text -> text, to);
  }

  /** The text of a key, or the other. */
  public String text(String key, String otherwise) {
    return either(key, "text", text -> text, otherwise);
  }

  /** The duration of a key, or the other. */
  public Duration duration(String key, Duration otherwise) {
    return either(key, DURATION, BrokerSettings::duration, otherwise);
  }

  /** Gives a whole number to {@code to}, if there is one. */
  public void number(String key, Consumer<Integer> to) {
    read(key, "a whole number", Integer::valueOf, to);
  }

  /** Gives {@code true} or {@code false} to {@code to}, if there is one of them. */
  public void flag(String key, Consumer<Boolean> to) {
    read(key, "true or false", BrokerSettings::flag, to);
  }

  /** Gives a duration such as {@code 30s}, {@code 5m} or {@code PT5M} to {@code to}, if any. */
  public void duration(String key, Consumer<Duration> to) {
    read(key, DURATION, BrokerSettings::duration, to);
  }

  /** Gives a time such as {@code 2026-11-21T09:00:00Z} to {@code to}, if there is one. */
  public void instant(String key, Consumer<Instant> to) {
    read(key, "a time such as 2026-11-21T09:00:00Z", Instant::parse, to);
  }

  /** Gives a constant, named in lower case with hyphens, to {@code to}, if there is one. */
  public <E extends Enum<E>> void choice(String key, Class<E> type, Consumer<E> to) {
    Map<String, E> choices =
        Arrays.stream(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    c -> c,
                    (one, other) -> one,
                    TreeMap::new));
    read(
        key,
        "one of " + String.join(", ", choices.keySet()),
        text -> {
          E chosen = choices.get(text);
          if (chosen == null) {
            throw new IllegalArgumentException(text);
          }
          return chosen;
        },
        to);
  }

  /**
   * All keys below a prefix, without it: what goes to the broker's own client as it is.
   *
   * @param below such as {@code client.}
   */
  public Map<String, String> below(String below) {
    known.add(below + "*");
    TreeMap<String, String> found = new TreeMap<>();
    for (String key : new TreeSet<>(left.keySet())) {
      if (key.startsWith(below) && key.length() > below.length()) {
        found.put(key.substring(below.length()), left.remove(key));
      }
    }
    return found;
  }

  /**
   * Ends the reading.
   *
   * @throws BrokerSettingsException when a key was not read; it lists those that are possible
   */
  public void done() {
    if (!left.isEmpty()) {
      throw new BrokerSettingsException(
          "unknown setting "
              + left.keySet().stream().map(key -> prefix + key).collect(Collectors.joining(", "))
              + ": expected below "
              + prefix
              + " "
              + String.join(", ", known),
          null);
    }
  }

  private static Duration duration(String text) {
    Duration parsed = Durations.parse(text);
    if (parsed == null) {
      throw new IllegalArgumentException(text);
    }
    return parsed;
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private <T> void read(String key, String expected, Function<String, T> parse, Consumer<T> to) {
    find(key, expected, parse).ifPresent(to);
  }

  private <T> T either(String key, String expected, Function<String, T> parse, T otherwise) {
    return find(key, expected, parse).orElse(otherwise);
  }

  private <T> Optional<T> find(String key, String expected, Function<String, T> parse) {
    known.add(key);
    String text = left.remove(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text.strip()));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new BrokerSettingsException(
          prefix + key + ": expected " + expected + ", got '" + text + "'", e);
    }
  }
}
